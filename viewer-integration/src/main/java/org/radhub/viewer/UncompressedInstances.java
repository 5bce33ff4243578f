package org.radhub.viewer;

import java.io.IOException;
import java.io.OutputStream;
import org.radhub.storage.Instance;

/** Instances written anew with their pixels uncompressed, in bounded memory. */
public interface UncompressedInstances {
    /**
     * Writes the data set, without File Meta Information and without what stands behind the pixels.
     *
     * @param transferSyntaxUid Explicit or Implicit VR Little Endian
     * @throws Impossible if it cannot be written so
     * @throws IOException if it cannot be read or written now
     */
    void writeDataSet(Instance instance, String transferSyntaxUid, OutputStream to) throws IOException;

    /**
     * Writes the whole Part 10 file in Explicit VR Little Endian, without what stands behind the pixels.
     *
     * @throws Impossible if it cannot be written so
     * @throws IOException if it cannot be read or written now
     */
    void writeFile(Instance instance, OutputStream to) throws IOException;

    /** No codec for its pixels, too large, or malformed; the message says which, for an engineer. */
    final class Impossible extends IOException {
        private static final long serialVersionUID = 1L;

        public Impossible(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
