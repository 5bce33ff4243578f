package org.radhub.router;

import java.util.List;

/** The hub's ear on the DICOM network. */
public interface Listener {
    /** The port it listens on; 0 while it does not listen. */
    int port();

    /** The port on which it listens for TLS; 0 while it does not, or is not configured to. */
    int tlsPort();

    String aeTitle();

    /** Newest first. */
    List<RefusedCall> refusedCalls(int limit);
}
