package org.radhub.viewer.frames;

/**
 * How the pixels of an instance are arranged (PS3.3 C.7.6.3), as far as telling its frames apart needs.
 *
 * @param rows (0028,0010), 0 when it has none
 * @param columns (0028,0011), 0 when it has none
 * @param samples (0028,0002), 1 when it says nothing
 * @param bitsAllocated (0028,0100), 0 when it has none
 * @param frames (0028,0008), 1 when it says nothing
 * @param photometricInterpretation (0028,0004), empty when it has none
 */
public record Raster(
        int rows, int columns, int samples, int bitsAllocated, int frames, String photometricInterpretation) {

    /** Bits of one uncompressed frame; chrominance that is kept for every second pixel alone counts half (PS3.3 C.7.6.3.1.2). */
    public long bitsOfFrame() {
        var perPixel = samples == 3 && photometricInterpretation.endsWith("_422") ? 2L : samples;
        return (long) rows * columns * perPixel * bitsAllocated;
    }
}
