package org.radhub.storage.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.disk.Durable;
import org.radhub.storage.disk.FileRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files below one directory, each under its key. Beside {@code name} lies {@code name~sha256}, in the form that {@code sha256sum
 * -c} reads. No key has a tilde, so that the store's own files never meet an object.
 */
final class FileObjectStore implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileObjectStore.class);
    private static final String DIGEST = "~sha256";
    private static final Pattern DIGEST_LINE = Pattern.compile("[0-9a-f]{64}  ");

    private final Path root;
    private final Path incoming;

    FileObjectStore(Path root) throws IOException {
        this.root = Durable.directories(root.toAbsolutePath().normalize());
        this.incoming = Durable.directories(this.root.resolve("~incoming"));
        removeLeftovers();
    }

    /** What a process left that was killed while it put. */
    private void removeLeftovers() throws IOException {
        try (var leftovers = Files.newDirectoryStream(incoming)) {
            for (var leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    @Override
    public String place() {
        return "the folder " + root;
    }

    @Override
    public void put(String key, Path file, String sha256) throws IOException {
        put(key, sha256, out -> {
            try (var in = Files.newInputStream(file)) {
                in.transferTo(out);
            }
        });
    }

    /** A link to the file, where there can be one; else a copy. */
    @Override
    public boolean putForGood(String key, Path file, String sha256) throws IOException {
        var target = path(key);
        var link = incoming.resolve(UUID.randomUUID().toString());
        try {
            Files.createLink(link, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            LOG.debug("{} is copied, as it cannot be linked", file, e);
            put(key, file, sha256);
            return false;
        }
        try {
            Durable.force(link);
            publish(link, target, sha256);
        } finally {
            Files.deleteIfExists(link);
        }
        return true;
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        put(key, HexFormat.of().formatHex(sha256().digest(bytes)), out -> out.write(bytes));
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private void put(String key, String sha256, Content content) throws IOException {
        var target = path(key);
        var temporary = incoming.resolve(UUID.randomUUID().toString());
        try {
            var digest = sha256();
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    var out = new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
                content.writeTo(out);
                channel.force(true);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                throw new IOException("the bytes put under " + key + " do not have the digest that was announced");
            }
            publish(temporary, target, sha256);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void publish(Path file, Path target, String sha256) throws IOException {
        Durable.directories(target.getParent());
        Durable.write(
                digestFile(target), (sha256 + "  " + target.getFileName() + "\n").getBytes(StandardCharsets.US_ASCII));
        Durable.rename(file, target);
    }

    @Override
    public InputStream get(String key, long from, long length) throws IOException {
        var range = FileRange.open(path(key), from, length);
        try {
            if (from + length > range.fileSize()) {
                throw new EOFException(key + " is shorter than " + (from + length) + " bytes");
            }
            return range;
        } catch (IOException | RuntimeException e) {
            range.close();
            throw e;
        }
    }

    @Override
    public InputStream get(String key) throws IOException {
        return Files.newInputStream(path(key));
    }

    @Override
    public Optional<Long> length(String key) throws IOException {
        try {
            return Optional.of(Files.size(path(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> digest(String key) throws IOException {
        try {
            // One that is damaged says nothing of the object.
            return Optional.of(new String(Files.readAllBytes(digestFile(path(key))), StandardCharsets.ISO_8859_1))
                    .filter(line -> DIGEST_LINE.matcher(line).lookingAt())
                    .map(line -> line.substring(0, 64));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        var from = prefix.contains("/")
                ? root.resolve(prefix.substring(0, prefix.lastIndexOf('/'))).normalize()
                : root;
        if (!from.startsWith(root) || !Files.isDirectory(from)) {
            return Stream.empty();
        }
        return Files.walk(from)
                .filter(Files::isRegularFile)
                .map(file -> root.relativize(file).toString())
                .filter(key -> key.startsWith(prefix) && key.indexOf('~') < 0);
    }

    @Override
    public void delete(String key) throws IOException {
        var file = path(key);
        Durable.delete(file);
        Durable.delete(digestFile(file));
    }

    private Path path(String key) {
        return root.resolve(ObjectKey.checked(key));
    }

    private static Path digestFile(Path file) {
        return file.resolveSibling(file.getFileName() + DIGEST);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
