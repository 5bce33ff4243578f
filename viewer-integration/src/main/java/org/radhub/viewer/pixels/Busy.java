package org.radhub.viewer.pixels;

import java.io.IOException;

/** So many frames are being decompressed that this one did not come to its turn in time. */
public class Busy extends IOException {
    private static final long serialVersionUID = 1L;
}
