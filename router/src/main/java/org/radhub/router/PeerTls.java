package org.radhub.router;

import java.util.Locale;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;

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

    /**
     * What somebody asks for. INVALID if they agreed on a certificate with a peer that is not to be called over TLS: it would never be looked at.
     *
     * @param certificate may be blank: none
     */
    public static Optional<PeerTls> of(boolean tls, Optional<String> certificate) {
        var agreed = certificate.filter(text -> !text.isBlank());
        if (!tls && agreed.isPresent()) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("router.destination.certificate-without-tls"));
        }
        return tls ? Optional.of(new PeerTls(agreed)) : Optional.empty();
    }
}
