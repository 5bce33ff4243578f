package org.radhub.viewer.pixels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** RLE (PS3.5 G): a segment for each byte of a sample, the most significant in front. */
final class RunLength {
    private static final int HEADER = 64;
    private static final int MOST_SEGMENTS = 15;

    private RunLength() {}

    static Samples decode(byte[] frame, int rows, int columns, int perPixel, int bytesPerSample, String photometric)
            throws Undecodable {
        var segments = perPixel * bytesPerSample;
        if (frame.length < HEADER || segments > MOST_SEGMENTS) {
            throw new Undecodable("an RLE frame without its header");
        }
        var header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != segments) {
            throw new Undecodable(header.getInt(0) + " RLE segments instead of " + segments);
        }
        var bytes = new byte[rows * columns * segments];
        for (var segment = 0; segment < segments; segment++) {
            var from = header.getInt(4 + 4 * segment);
            var to = segment + 1 < segments ? header.getInt(8 + 4 * segment) : frame.length;
            if (from < HEADER || to < from || to > frame.length) {
                throw new Undecodable("RLE segments outside of the frame");
            }
            var sample = segment / bytesPerSample;
            var significance = bytesPerSample - 1 - segment % bytesPerSample;
            unpack(frame, from, to, bytes, sample * bytesPerSample + significance, segments);
        }
        return new Samples(rows, columns, perPixel, bytesPerSample, photometric, bytes);
    }

    /** Writes to every so-manieth byte. */
    private static void unpack(byte[] from, int start, int end, byte[] into, int first, int step) throws Undecodable {
        var in = start;
        var out = first;
        while (in < end && out < into.length) {
            int count = from[in++];
            if (count >= 0) {
                for (var i = 0; i <= count && in < end && out < into.length; i++, out += step) {
                    into[out] = from[in++];
                }
            } else if (count != Byte.MIN_VALUE && in < end) {
                var repeated = from[in++];
                for (var i = 0; i <= -count && out < into.length; i++, out += step) {
                    into[out] = repeated;
                }
            }
        }
        if (out < into.length) {
            // Whoever reads the image could not tell a part that is missing from one that is black.
            throw new Undecodable("an RLE segment that ends before its pixels do");
        }
    }
}
