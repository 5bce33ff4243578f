package org.radhub.viewer.frames;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** One uncompressed frame, or all of them: cut out, turned to little endian, and moved to a whole byte where it begins in the middle of one. */
final class NativeFrame {
    private static final int BUFFER = 1 << 16;

    private final FrameLayout.Native layout;
    private final long firstBit;
    private final long bits;

    private NativeFrame(FrameLayout.Native layout, long firstBit, long bits) {
        this.layout = layout;
        this.firstBit = firstBit;
        this.bits = bits;
    }

    NativeFrame(FrameLayout.Native layout, int frame) {
        this(
                layout,
                (frame - 1) * layout.raster().bitsOfFrame(),
                layout.raster().bitsOfFrame());
    }

    /** All frames as they lie behind each other, and what the value holds besides. */
    static NativeFrame all(FrameLayout.Native layout) {
        return new NativeFrame(layout, 0, layout.length() * 8);
    }

    /** Reads ranges of the stored file. */
    interface Ranges {
        InputStream open(long from, long length) throws IOException;
    }

    InputStream open(Ranges file, long fileLength) throws IOException {
        var word = layout.wordBytes();
        var from = firstBit / 8 / word * word;
        var to = Math.min(layout.length(), roundUp((firstBit + bits + 7) / 8, word));
        var bytes = layout.deflated() ? inflated(file, fileLength, from) : file.open(layout.offset() + from, to - from);
        try {
            if (word == 1 && firstBit % 8 == 0 && bits % 8 == 0) {
                return layout.deflated() ? new Bounded(bytes, to - from) : bytes;
            }
            var swapped = word == 1 ? new BufferedInputStream(bytes, BUFFER) : new SwappedWords(bytes, word);
            swapped.skipNBytes(firstBit / 8 - from);
            return new Bounded(
                    bits % 8 == 0 && firstBit % 8 == 0 ? swapped : new ShiftedBits(swapped, (int) (firstBit % 8), bits),
                    (bits + 7) / 8);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private InputStream inflated(Ranges file, long fileLength, long from) throws IOException {
        var dataSet = layout.dataSet();
        var inflating = Inflating.of(file.open(dataSet, fileLength - dataSet));
        try {
            inflating.skipNBytes(layout.offset() - dataSet + from);
            return inflating;
        } catch (IOException | RuntimeException e) {
            inflating.close();
            throw e;
        }
    }

    private static long roundUp(long value, int step) {
        return (value + step - 1) / step * step;
    }
}
