package org.radhub.router;

import java.util.Locale;
import java.util.Optional;

/**
 * That a peer is called over TLS (PS3.15 B.12).
 *
 * @param certificate SHA-256 fingerprint, in lower-case hex, of the one certificate that the peer has to show; may be given as programs print
 *     it, in capitals and with colons; empty: any that comes from whom the hub trusts and names the host
 */
public record PeerTls(Optional<String> certificate) {
    public PeerTls {
        certificate = certificate.map(text -> text.strip().replace(":", "").toLowerCase(Locale.ROOT));
    }
}
