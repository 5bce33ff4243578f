package org.radhub.app.sending;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.radhub.router.Uncompressed;
import org.radhub.storage.Instance;
import org.radhub.viewer.UncompressedInstances;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Decompresses instances for peers by the viewers' codecs: to a file, so that a frame that cannot be decoded is found before anything was said to
 * the peer, and memory holds one frame. It stops before the disk is as full as that nothing is taken in.
 */
@Component
class Decompressed implements Uncompressed {
    private static final String NAME = "decompressed-";

    /** That are decompressed at once. */
    private static final int MOST_AT_WORK = 8;

    /** Files that there may be at once for one recipient, who may take his time to receive them. */
    private static final int MOST_FOR_ONE = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Semaphore work = new Semaphore(MOST_AT_WORK, true);
    private final Map<String, Semaphore> files = new ConcurrentHashMap<>();
    private final UncompressedInstances instances;
    private final Path folder;
    private final long room;
    private final Duration patience;

    @Autowired
    Decompressed(
            UncompressedInstances instances,
            @Value("${radhub.home}") Path home,
            @Value("${radhub.storage.watermark:1GB}") DataSize watermark)
            throws IOException {
        this(instances, home, watermark, PATIENCE);
    }

    /** @param patience how long one waits for others */
    Decompressed(UncompressedInstances instances, Path home, DataSize watermark, Duration patience) throws IOException {
        this.instances = instances;
        this.folder = Files.createDirectories(home.resolve("decompressed"));
        this.room = 2 * watermark.toBytes();
        this.patience = patience;
        removeLeftovers();
    }

    /** What a process left that was killed. */
    private void removeLeftovers() throws IOException {
        try (var leftovers = Files.newDirectoryStream(folder, NAME + "*")) {
            for (var leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    @Override
    public InputStream dataSet(Instance instance, String transferSyntaxUid, String recipient) throws IOException {
        return made(recipient, out -> instances.writeDataSet(instance, transferSyntaxUid, out))
                .bytes();
    }

    @Override
    public Part10 file(Instance instance, String recipient) throws IOException {
        return made(recipient, out -> instances.writeFile(instance, out));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private Part10 made(String recipient, Writing writing) throws IOException {
        var places = files.computeIfAbsent(recipient, one -> new Semaphore(MOST_FOR_ONE, true));
        take(places, "too many decompressed instances are on their way to " + recipient);
        try {
            var file = made(writing);
            return new Part10(new Taken(file.bytes(), places), file.length());
        } catch (IOException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private Part10 made(Writing writing) throws IOException {
        take(work, "too many instances are being decompressed");
        try {
            if (Files.getFileStore(folder).getUsableSpace() < room) {
                throw new IOException("the disk has no room for decompressed instances");
            }
            return written(writing);
        } finally {
            work.release();
        }
    }

    private void take(Semaphore places, String otherwise) throws IOException {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(otherwise);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Gives its place back when it is closed. */
    private static final class Taken extends FilterInputStream {
        private final Semaphore places;
        private final AtomicBoolean closed = new AtomicBoolean();

        Taken(InputStream file, Semaphore places) {
            super(file);
            this.places = places;
        }

        @Override
        public void close() throws IOException {
            if (closed.compareAndSet(false, true)) {
                places.release();
                in.close();
            }
        }
    }

    private Part10 written(Writing writing) throws IOException {
        var file = Files.createTempFile(folder, NAME, "");
        try {
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                writing.to(out);
            }
            var length = Files.size(file);
            return new Part10(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE), length);
        } catch (UncompressedInstances.Impossible e) {
            Files.deleteIfExists(file);
            throw new Impossible(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
