package org.radhub.storage.pack;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.disk.Blocks;

/** A pack in the spool, open for reading one of its entries after the other. For one thread. */
public final class PackFile implements Closeable {
    /** Holds what stands before the pixels of most instances, so that reading it twice reads the disk once. */
    private static final int BEGINNING = 64 << 10;

    private final FileChannel channel;

    /** Of all that lies between the beginnings nothing is read ahead. */
    private final FileChannel beginnings;

    private final ByteBuffer blocks = Blocks.buffer(BEGINNING + Blocks.SIZE);
    private final byte[] beginning = new byte[BEGINNING];

    PackFile(Path file, Blocks spool) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            this.beginnings = spool.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The data set of one entry, which can be read from its beginning as often as wanted until the next entry is asked for. */
    public DataSet dataSet(PackEntry entry) throws IOException {
        int held = (int) Math.min(entry.length(), BEGINNING);
        long from = Blocks.floor(entry.offset());
        int skipped = (int) (entry.offset() - from);
        beginnings.read(blocks.clear(), from);
        if (blocks.position() < skipped + held) {
            throw new EOFException("the pack ends within an instance");
        }
        blocks.get(skipped, beginning, 0, held);
        int start = FileMeta.length(beginning);
        if (start > entry.length()) {
            throw new IllegalArgumentException("the File Meta Information is longer than the file");
        }
        return new DataSet(entry, held, start);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            beginnings.close();
        }
    }

    /** The data set of an entry, as it was sent. */
    public final class DataSet {
        private final PackEntry entry;
        private final int held;
        private final int start;

        private DataSet(PackEntry entry, int held, int start) {
            this.entry = entry;
            this.held = held;
            this.start = start;
        }

        /** From its beginning. */
        public InputStream open() {
            return new InputStream() {
                private long at = start;

                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    if (at == entry.length()) {
                        return -1;
                    }
                    int count;
                    if (at < held) {
                        count = (int) Math.min(length, held - at);
                        System.arraycopy(beginning, (int) at, into, from, count);
                    } else {
                        int most = (int) Math.min(length, entry.length() - at);
                        count = channel.read(ByteBuffer.wrap(into, from, most), entry.offset() + at);
                        if (count < 0) {
                            throw new EOFException("the pack ends within an instance");
                        }
                    }
                    at += count;
                    return count;
                }
            };
        }
    }
}
