package org.radhub.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** File-system changes that a power cut does not undo: each returns when the change is on stable storage. */
public final class Durable {
    private Durable() {}

    /** Creates the directory and its missing parents. */
    public static Path directories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        var parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            directories(parent);
        }
        // createDirectories rather than createDirectory: another thread may be creating the same one.
        Files.createDirectories(directory);
        if (parent != null) {
            sync(parent);
        }
        return directory;
    }

    /** Moves the file over whatever has the target's name, in one step. */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(to.toAbsolutePath().getParent());
    }

    /** Writes a small file as a whole: whoever reads it sees the old content or the new. */
    public static void write(Path file, byte[] content) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + "~new");
        try (var channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var buffer = java.nio.ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        rename(temporary, file);
    }

    /** Puts what was written to the file, by whomever, on stable storage. */
    public static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Deletes the file if it is there. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(file.toAbsolutePath().getParent());
        }
    }

    /** Makes the directory's entries durable: files created in it, renamed into it or deleted from it. */
    public static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
