package org.radhub.viewer.pixels;

import java.io.IOException;

/** The pixels cannot be had in another form: no codec for them here, too large, broken, or no pixels at all. */
public class Undecodable extends IOException {
    private static final long serialVersionUID = 1L;

    Undecodable(String message) {
        super(message);
    }

    Undecodable(String message, Throwable cause) {
        super(message, cause);
    }
}
