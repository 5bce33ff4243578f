package org.radhub.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Exactly so many bytes of a file, from somewhere on. A channel too, for who has a direct buffer. */
public final class FileRange extends ExactInput implements ReadableByteChannel {
    private final FileChannel file;

    private FileRange(FileChannel file, long length) {
        super(Channels.newInputStream(file), length);
        this.file = file;
    }

    /** @throws java.nio.file.NoSuchFileException if there is no such file */
    public static FileRange open(Path path, long from, long length) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            file.position(from);
            return new FileRange(file, length);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** How large the whole file is. */
    public long fileSize() throws IOException {
        return file.size();
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        if (remaining() == 0) {
            return -1;
        }
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) Math.min(buffer.remaining(), remaining()));
        try {
            int count = file.read(buffer);
            passed(count);
            return count;
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }
}
