package org.radhub.viewer;

import java.io.IOException;
import java.io.OutputStream;
import org.radhub.storage.Instance;

/** Instances written anew with their pixels uncompressed, frame by frame. */
public interface UncompressedInstances {
    /**
     * Writes the data set, without File Meta Information and without what stands behind the pixels.
     *
     * @param transferSyntaxUid Explicit or Implicit VR Little Endian
     * @throws IOException if it cannot be written so: no codec for its pixels, too large, or malformed; the message says which, for an engineer
     */
    void writeDataSet(Instance instance, String transferSyntaxUid, OutputStream to) throws IOException;
}
