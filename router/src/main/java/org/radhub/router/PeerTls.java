package org.radhub.router;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;

/**
 * That a peer is called over TLS (PS3.15 B.12).
 *
 * @param certificates SHA-256 fingerprints, in lower-case hex, of the certificates of which the peer has to show one; may be given as programs
 *     print them, in capitals and with colons; empty: any that comes from whom the hub trusts and names the host
 */
public record PeerTls(Set<String> certificates) {
    public PeerTls {
        certificates = certificates.stream()
                .map(text -> text.strip().replace(":", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** One certificate, or any. */
    public PeerTls(Optional<String> certificate) {
        this(certificate.map(Set::of).orElseGet(Set::of));
    }

    /** The one certificate that is agreed on, where there is only one. */
    public Optional<String> certificate() {
        return certificates.size() == 1 ? certificates.stream().findFirst() : Optional.empty();
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
