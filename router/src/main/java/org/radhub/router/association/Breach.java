package org.radhub.router.association;

import java.io.IOException;

/** The peer broke the protocol: the association is aborted. */
class Breach extends IOException {
    private static final long serialVersionUID = 1L;

    private final AbortReason reason;

    Breach(AbortReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    AbortReason reason() {
        return reason;
    }
}
