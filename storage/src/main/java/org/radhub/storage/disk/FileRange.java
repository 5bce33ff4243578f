package org.radhub.storage.disk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Exactly so many bytes of a file, from somewhere on: a file that ends early is an error, not an end. A channel too, for who has a direct buffer. */
public final class FileRange extends InputStream implements ReadableByteChannel {
    private final FileChannel file;
    private long remaining;

    /** @throws java.nio.file.NoSuchFileException if there is no such file */
    public FileRange(Path path, long from, long length) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.remaining = length;
        try {
            file.position(from);
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
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(buffer, offset, length));
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        if (remaining == 0) {
            return -1;
        }
        int limit = buffer.limit();
        buffer.limit(buffer.position() + (int) Math.min(buffer.remaining(), remaining));
        try {
            int count = file.read(buffer);
            if (count < 0) {
                throw new EOFException(remaining + " bytes are missing");
            }
            remaining -= count;
            return count;
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = Math.max(0, Math.min(count, remaining));
        file.position(file.position() + skipped);
        remaining -= skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, remaining);
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
