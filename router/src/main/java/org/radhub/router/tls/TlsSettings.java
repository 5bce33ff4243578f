package org.radhub.router.tls;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the TLS port is, who the hub is, on that port and where it calls over TLS, and whom it trusts.
 *
 * @param port to listen on; 0 for any free one; negative: no TLS port
 * @param bind address to listen on; empty: the same as the plain port's
 * @param identity the hub's certificate, with the chain above it, and its private key: a PKCS#12 file ({@code .p12}, {@code .pfx}), or a
 *     PEM file; empty: it has none to show
 * @param key PEM file of the private key (PKCS#8), where it is not in the same file as the certificate
 * @param password of the PKCS#12 file or of an encrypted key; empty for none
 * @param trust certificates that the chains of callers and of those who are called may end in: a PKCS#12 or PEM file; empty: those that
 *     Java trusts, for who is called
 * @param trustPassword of a PKCS#12 file of those
 */
public record TlsSettings(
        @DefaultValue("-1") int port,
        @DefaultValue("") String bind,
        @DefaultValue("") String identity,
        @DefaultValue("") String key,
        @DefaultValue("") String password,
        @DefaultValue("") String trust,
        @DefaultValue("") String trustPassword) {
    public TlsSettings {
        if (port >= 0 && (identity.isBlank() || trust.isBlank())) {
            throw new IllegalArgumentException(
                    "radhub.dicom.tls.port is set: radhub.dicom.tls.identity and radhub.dicom.tls.trust must be, too");
        }
    }

    /** Whether there is to be a TLS port. */
    public boolean wanted() {
        return port >= 0;
    }

    /** The files that are named. */
    List<String> files() {
        return Stream.of(identity, key, trust).filter(file -> !file.isBlank()).toList();
    }
}
