package org.radhub.router;

import java.util.Optional;

/**
 * A DICOM application entity that the hub calls.
 *
 * @param port 1 to 65535
 * @param calledAeTitle its AE title, 1 to 16 characters
 * @param callingAeTitle the AE title that the hub calls under, 1 to 16 characters
 * @param tls whether it is called over TLS; empty: plainly
 */
public record Peer(String host, int port, String calledAeTitle, String callingAeTitle, Optional<PeerTls> tls) {
    /** Called plainly. */
    public Peer(String host, int port, String calledAeTitle, String callingAeTitle) {
        this(host, port, calledAeTitle, callingAeTitle, Optional.empty());
    }

    @Override
    public String toString() {
        return calledAeTitle + "@" + host + ":" + port + (tls.isPresent() ? " (TLS)" : "");
    }
}
