package org.radhub.storage.dataset;

import java.io.IOException;
import java.io.InputStream;

/** A stream read in large pieces, with a position, that knows whether it has ended. */
final class Source {
    private final InputStream in;
    private final byte[] buffer = new byte[64 << 10];
    private int next;
    private int end;
    private long passed;

    Source(InputStream in) {
        this.in = in;
    }

    interface Piece {
        void take(byte[] buffer, int offset, int length);
    }

    long position() {
        return passed + next;
    }

    /** Whether at least so many bytes are left; at most {@code 16}. */
    boolean has(int count) throws IOException {
        if (end - next >= count) {
            return true;
        }
        passed += next;
        System.arraycopy(buffer, next, buffer, 0, end - next);
        end -= next;
        next = 0;
        end += in.readNBytes(buffer, end, buffer.length - end);
        return end >= count;
    }

    private void need(int count) throws IOException, Malformed {
        if (!has(count)) {
            throw new Malformed("data set ends within an element");
        }
    }

    int u8(int ahead) {
        return buffer[next + ahead] & 0xff;
    }

    int u16(boolean bigEndian) throws IOException, Malformed {
        need(2);
        int first = u8(0);
        int second = u8(1);
        next += 2;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    long u32(boolean bigEndian) throws IOException, Malformed {
        need(4);
        int first = u16(bigEndian);
        int second = u16(bigEndian);
        return (bigEndian ? (long) first << 16 | second : (long) second << 16 | first) & 0xffffffffL;
    }

    /** Reads the bytes; the caller has bounded the count. */
    byte[] read(int count) throws IOException, Malformed {
        var bytes = new byte[count];
        int done = 0;
        while (done < count) {
            need(1);
            int piece = Math.min(count - done, end - next);
            System.arraycopy(buffer, next, bytes, done, piece);
            next += piece;
            done += piece;
        }
        return bytes;
    }

    void skip(long count) throws IOException, Malformed {
        skip(count, (bytes, offset, length) -> {});
    }

    /** Passes so many bytes by, showing them to the taker. */
    void skip(long count, Piece taker) throws IOException, Malformed {
        long left = count;
        while (left > 0) {
            if (!has(1)) {
                throw new Malformed("data set ends within a value");
            }
            int piece = (int) Math.min(left, end - next);
            taker.take(buffer, next, piece);
            next += piece;
            left -= piece;
        }
    }

    /** Passes everything by that is left; true if all of it was zero. */
    boolean skipRest() throws IOException {
        boolean zero = true;
        while (has(1)) {
            for (; next < end; next++) {
                zero &= buffer[next] == 0;
            }
        }
        return zero;
    }
}
