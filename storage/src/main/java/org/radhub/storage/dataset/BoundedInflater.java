package org.radhub.storage.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Inflates a raw deflate stream (RFC 1951) as long as what comes out is in proportion to what went in. */
final class BoundedInflater extends InflaterInputStream {
    private static final long FREE = 32L << 20;
    private static final long MAX_RATIO = 500;

    /** More came out than any data set has. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    BoundedInflater(InputStream in) {
        super(in, new Inflater(true), 16 << 10);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        long out = inf.getBytesWritten();
        if (out > FREE && out / MAX_RATIO > inf.getBytesRead()) {
            throw new TooMuch();
        }
        return count;
    }

    /** Frees the inflater; the stream below stays open. */
    @Override
    public void close() {
        inf.end();
    }
}
