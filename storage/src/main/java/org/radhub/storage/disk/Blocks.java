package org.radhub.storage.disk;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of one directory that are written and read in whole blocks, past the page cache where the file system lets one: what is synced at
 * once gains nothing from the cache, and drives out of it what somebody reads.
 */
public final class Blocks {
    /** Bytes of a block. Positions, lengths and addresses of what is written and read are multiples of it. */
    public static final int SIZE = 4 << 10;

    private static final int READ = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Blocks.class);

    private final boolean direct;

    /** Tries the directory, which has to be there. */
    public Blocks(Path directory) throws IOException {
        this.direct = isDirect(directory);
    }

    private static boolean isDirect(Path directory) throws IOException {
        var probe = directory.resolve(".probe");
        try (var channel = FileChannel.open(
                probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
            channel.write(buffer(SIZE), 0);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // The second from a platform that cannot, the first from a file system.
            LOG.info("{} is written through the page cache: {}", directory, e.toString());
            return false;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Opens a file of the directory. */
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        if (!direct) {
            return FileChannel.open(file, options);
        }
        var all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = ExtendedOpenOption.DIRECT;
        return FileChannel.open(file, all);
    }

    /** The bytes of a file of the directory, from its beginning to its end. */
    public InputStream input(Path file) throws IOException {
        return new Input(open(file, StandardOpenOption.READ));
    }

    /** A buffer of so many bytes, a multiple of a block. */
    public static ByteBuffer buffer(int length) {
        return ByteBuffer.allocateDirect(length + SIZE)
                .alignedSlice(SIZE)
                .limit(length)
                .slice();
    }

    /** Where the block begins that the position is in. */
    public static long floor(long position) {
        return position / SIZE * SIZE;
    }

    /** Where the first block begins that is not before the position. */
    public static long ceiling(long position) {
        return floor(position + SIZE - 1);
    }

    private static final class Input extends InputStream {
        private final FileChannel channel;
        private final ByteBuffer buffer = buffer(READ).limit(0);
        private long next;

        Input(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(into, from, count);
            return count;
        }

        /** Only the last block of a file is not whole. */
        private boolean fill() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            if (next % SIZE != 0) {
                if (next < channel.size()) {
                    throw new IOException("the file system gives less than whole blocks");
                }
                return false;
            }
            next += Math.max(0, channel.read(buffer.clear(), next));
            return buffer.flip().hasRemaining();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
