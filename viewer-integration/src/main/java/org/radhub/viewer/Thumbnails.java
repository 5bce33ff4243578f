package org.radhub.viewer;

import java.io.IOException;
import org.radhub.storage.Instance;

/** Small pictures of instances, for pages. Who may see them is for the caller to check. */
public interface Thumbnails {
    /**
     * The first frame as a JPEG.
     *
     * @param largest width and height in pixels that it is made smaller to fit
     * @throws NoPicture if it cannot be drawn
     * @throws IOException if it cannot be read now
     */
    byte[] jpeg(Instance instance, int largest) throws IOException;

    /** No codec for its pixels, malformed, none at all, or too many are being drawn; the message says which, for an engineer. */
    final class NoPicture extends IOException {
        private static final long serialVersionUID = 1L;

        public NoPicture(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
