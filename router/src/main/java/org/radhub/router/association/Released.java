package org.radhub.router.association;

import java.io.IOException;

/** The peer asked for release while something was still going on. */
final class Released extends IOException {
    private static final long serialVersionUID = 1L;

    Released() {
        super("the peer asked for release before all was said");
    }
}
