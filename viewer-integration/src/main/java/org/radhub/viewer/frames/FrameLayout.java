package org.radhub.viewer.frames;

/** Where the frames of one instance lie in its Part 10 file. Offsets count from the file's first byte. */
public sealed interface FrameLayout {
    /** (0002,0010) of the stored file. */
    String transferSyntaxUid();

    Raster raster();

    /** How many frames can be read; 0 when there are no pixels. */
    int frames();

    /** Bits of one frame, once it is decompressed. */
    default long bitsOfDecompressedFrame() {
        return raster().bitsOfFrame();
    }

    /** Where the data set begins, behind the File Meta Information. */
    long dataSet();

    /** Where the element that holds the pixels begins; the end of the data set when there is none. */
    long pixelElement();

    /** Whether pixels in this transfer syntax are a video: one stream that holds all frames (PS3.5 8.2.5 to 8.2.8). */
    static boolean isVideo(String transferSyntaxUid) {
        return transferSyntaxUid.matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.10[0-8](\\.1)?");
    }

    /** Roughly how many bytes of memory this takes. */
    default long weight() {
        return 200;
    }

    /**
     * No pixel data: reports, structure sets, presentation states.
     *
     * @param cutOff whether the file ends within an element, so that there may have been pixels
     */
    record Pixelless(String transferSyntaxUid, Raster raster, long dataSet, long pixelElement, boolean cutOff)
            implements FrameLayout {
        /** Whether there should be pixels, as far as can be told. */
        public boolean lacksPixels() {
            return cutOff || raster.rows() > 0 && raster.columns() > 0;
        }

        @Override
        public int frames() {
            return 0;
        }
    }

    /**
     * Uncompressed pixels, one frame behind the other without gaps (PS3.5 8.1.1).
     *
     * @param tag of the element that holds them: Pixel Data, Float Pixel Data or Double Float Pixel Data
     * @param offset of the first pixel; in the inflated data set, plus where that begins, when deflated
     * @param length of all pixels in bytes
     * @param wordBytes 1 for bytes as they are; more: bytes of each big-endian word
     * @param deflated whether the data set is deflated (PS3.5 A.5)
     */
    record Native(
            String transferSyntaxUid,
            Raster raster,
            long dataSet,
            long pixelElement,
            int tag,
            long offset,
            long length,
            int wordBytes,
            boolean deflated)
            implements FrameLayout {
        @Override
        public int frames() {
            var bits = raster.bitsOfFrame();
            return bits == 0 ? 0 : (int) Math.min(raster.frames(), length * 8 / bits);
        }
    }

    /** Compressed pixels: each frame is one fragment or several (PS3.5 A.4). */
    record Encapsulated(
            String transferSyntaxUid, Raster raster, long dataSet, long pixelElement, Fragments fragments, int[] firsts)
            implements FrameLayout {
        @Override
        public int frames() {
            return firsts.length;
        }

        /** Codecs give each pixel the chrominance that it shares with its neighbour. */
        @Override
        public long bitsOfDecompressedFrame() {
            return (long) raster.rows() * raster.columns() * raster.samples() * raster.bitsAllocated();
        }

        @Override
        public long weight() {
            return 200 + fragments.count() * 16L + firsts.length * 4L;
        }

        /** The number of the first fragment of the frame, and of the fragment behind its last. */
        int[] fragmentsOf(int frame) {
            var end = frame == firsts.length ? fragments.count() : firsts[frame];
            return new int[] {firsts[frame - 1], end};
        }
    }
}
