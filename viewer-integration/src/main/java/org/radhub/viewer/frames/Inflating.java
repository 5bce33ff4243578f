package org.radhub.viewer.frames;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A deflated data set (PS3.5 A.5) as it was before, up to a limit. */
final class Inflating extends FilterInputStream {
    /** No image in this transfer syntax comes near; what does is made to fill memory or time. */
    static final long LIMIT = 1L << 30;

    private final Inflater inflater;
    private long read;

    private Inflating(InputStream deflated, Inflater inflater) {
        super(new BufferedInputStream(new InflaterInputStream(deflated, inflater, 1 << 13)));
        this.inflater = inflater;
    }

    static InputStream of(InputStream deflated) {
        return new Inflating(deflated, new Inflater(true));
    }

    @Override
    public int read() throws IOException {
        var one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        var many = super.read(into, from, length);
        count(Math.max(many, 0));
        return many;
    }

    @Override
    public long skip(long length) throws IOException {
        var many = super.skip(length);
        count(many);
        return many;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            inflater.end();
        }
    }

    private void count(long more) throws Malformed {
        read += more;
        if (read > LIMIT) {
            throw new Malformed("inflates to more than " + LIMIT + " bytes");
        }
    }
}
