package org.radhub.viewer.frames;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** The fragments of one frame as one stream, without the item headers between them. */
final class JoinedFragments extends InputStream {
    private static final int ITEM_HEADER = 8;

    private final InputStream in;
    private final Iterator<Long> lengths;
    private long left;

    /** @param in begins with the first fragment's first byte */
    JoinedFragments(InputStream in, Iterator<Long> lengths) {
        this.in = in;
        this.lengths = lengths;
        this.left = lengths.next();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left == 0) {
            if (!lengths.hasNext()) {
                return -1;
            }
            in.skipNBytes(ITEM_HEADER);
            left = lengths.next();
        }
        var read = in.read(into, from, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException();
        }
        left -= read;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
