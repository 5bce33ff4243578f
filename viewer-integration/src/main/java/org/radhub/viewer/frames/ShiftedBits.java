package org.radhub.viewer.frames;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** So many bits that begin within a byte, moved to begin with one; the first pixel is the lowest bit (PS3.5 8.1.1). What is over is 0. */
final class ShiftedBits extends InputStream {
    private final InputStream in;
    private final int shift;
    private long bits;
    private int current;

    ShiftedBits(InputStream in, int shift, long bits) throws IOException {
        this.in = in;
        this.shift = shift;
        this.bits = bits;
        this.current = in.read();
    }

    @Override
    public int read() throws IOException {
        if (bits <= 0) {
            return -1;
        }
        if (current < 0) {
            throw new EOFException();
        }
        var here = (int) Math.min(8, bits);
        var value = current >> shift;
        var following = 0;
        if (here > 8 - shift || bits > 8) {
            following = in.read();
            value |= Math.max(following, 0) << 8 - shift;
        }
        current = following;
        bits -= here;
        return value & (1 << here) - 1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
