package org.radhub.storage.disk;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Exactly so many bytes of another stream: what follows is not shown, and a stream that ends early is an error, not an end. */
public class ExactInput extends FilterInputStream {
    private long remaining;

    public ExactInput(InputStream in, long length) {
        super(in);
        this.remaining = length;
    }

    /** How many bytes there are still to read. */
    final long remaining() {
        return remaining;
    }

    /** So many were read; a negative count is the end of the other stream, too early. */
    final void passed(int count) throws EOFException {
        if (count < 0) {
            throw new EOFException(remaining + " bytes are missing");
        }
        remaining -= count;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (remaining == 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, remaining));
        passed(count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.max(0, Math.min(count, remaining)));
        remaining -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), remaining);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
