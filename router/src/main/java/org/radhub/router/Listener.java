package org.radhub.router;

import java.util.List;

/** The hub's ear on the DICOM network. */
public interface Listener {
    /** The port it listens on; 0 while it does not listen. */
    int port();

    String aeTitle();

    /** Newest first. */
    List<RefusedCall> refusedCalls(int limit);
}
