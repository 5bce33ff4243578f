package org.radhub.router;

import java.io.IOException;
import java.io.InputStream;
import org.radhub.storage.Instance;

/** Instances with their pixels uncompressed, for peers that do not take the transfer syntax in which they are kept. */
public interface Uncompressed {
    /**
     * The data set in Explicit or Implicit VR Little Endian, whole when this returns, in bounded memory. The caller closes it.
     *
     * @param recipient the site or the destination that it is for: what one keeps open for long is in no other's way
     * @throws Impossible if it is not to be had so, now or later
     * @throws IOException if it is not to be had so now
     */
    InputStream dataSet(Instance instance, String transferSyntaxUid, String recipient) throws IOException;

    /**
     * The whole Part 10 file in Explicit VR Little Endian, whole when this returns, in bounded memory. The caller closes it.
     *
     * @param recipient as above
     * @throws Impossible if it is not to be had so, now or later
     * @throws IOException if it is not to be had so now
     */
    Part10 file(Instance instance, String recipient) throws IOException;

    /** @param length in bytes */
    record Part10(InputStream bytes, long length) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /** No codec for its pixels, too large, or malformed; the message says which, for an engineer. */
    final class Impossible extends IOException {
        private static final long serialVersionUID = 1L;

        public Impossible(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
