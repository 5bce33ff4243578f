package org.radhub.router;

import java.io.IOException;
import java.io.InputStream;
import org.radhub.storage.Instance;

/** Instances with their pixels uncompressed, for peers that do not take the transfer syntax in which they are kept. */
public interface Uncompressed {
    /**
     * The data set in Explicit or Implicit VR Little Endian, whole when this returns, in bounded memory. The caller closes it.
     *
     * @throws IOException if it is not to be had so; the message says why, for an engineer
     */
    InputStream dataSet(Instance instance, String transferSyntaxUid) throws IOException;
}
