package org.radhub.viewer.pixels;

/**
 * Uncompressed pixels of one frame: row by row, the samples of a pixel together, each little-endian.
 *
 * @param photometricInterpretation what the samples are now; a codec that decodes colours makes RGB of them
 */
record Samples(
        int rows, int columns, int perPixel, int bytesPerSample, String photometricInterpretation, byte[] bytes) {

    /** The same with two bytes to each sample. */
    Samples widened() {
        if (bytesPerSample == 2) {
            return this;
        }
        var wide = new byte[bytes.length * 2];
        for (var i = 0; i < bytes.length; i++) {
            wide[2 * i] = bytes[i];
        }
        return new Samples(rows, columns, perPixel, 2, photometricInterpretation, wide);
    }

    /** The sample without its sign. */
    int at(int index) {
        return bytesPerSample == 1 ? bytes[index] & 0xFF : bytes[2 * index] & 0xFF | (bytes[2 * index + 1] & 0xFF) << 8;
    }
}
