package org.radhub.router;

import java.util.List;
import java.util.Optional;

/** The hub's ear on the DICOM network. */
public interface Listener {
    /** The port it listens on; 0 while it does not listen. */
    int port();

    /** The port on which it listens for TLS; 0 while it does not, or is not configured to. */
    int tlsPort();

    /** Why the files of certificates and keys, as they are now, are not used, for an engineer; empty while they are. */
    Optional<String> tlsProblem();

    String aeTitle();

    /** Newest first. */
    List<RefusedCall> refusedCalls(int limit);
}
