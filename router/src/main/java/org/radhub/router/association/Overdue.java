package org.radhub.router.association;

import java.io.IOException;

/** The peer let the hub wait for longer than it may, or the hub stops: the association is aborted. */
class Overdue extends IOException {
    private static final long serialVersionUID = 1L;

    Overdue(String message) {
        super(message);
    }
}
