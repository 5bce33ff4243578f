package org.radhub.router.association;

import java.io.IOException;

/** The peer is gone, by its own A-ABORT or by closing the connection, and nothing more can be said to it. */
class Gone extends IOException {
    private static final long serialVersionUID = 1L;

    Gone(String message) {
        super(message);
    }
}
