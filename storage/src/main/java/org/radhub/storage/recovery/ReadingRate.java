package org.radhub.storage.recovery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;

/** Holds back who reads, so that all together read no faster than so many bytes a second. */
final class ReadingRate {
    private final long bytesPerSecond;
    private final long begun = System.nanoTime();
    private long bytes;

    /** @param bytesPerSecond 0 for no limit */
    ReadingRate(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    InputStream limit(InputStream in) {
        return bytesPerSecond <= 0 ? in : new Limited(in);
    }

    private synchronized long dueNanos(int count) {
        bytes += count;
        return (long) (bytes * 1e9 / bytesPerSecond) - (System.nanoTime() - begun);
    }

    private final class Limited extends FilterInputStream {
        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                long due = dueNanos(count);
                if (due > 0) {
                    LockSupport.parkNanos(due);
                }
            }
            return count;
        }
    }
}
