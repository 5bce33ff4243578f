package org.radhub.viewer.frames;

import java.io.IOException;

/** The stored file is not what the standard says, in a way that keeps its frames from being told apart. */
public class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        super(message);
    }
}
