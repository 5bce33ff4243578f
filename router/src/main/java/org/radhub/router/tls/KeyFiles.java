package org.radhub.router.tls;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Reads keys and certificates from the files that the settings name. */
final class KeyFiles {
    private static final List<String> PKCS12 = List.of(".p12", ".pfx");
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
    private static final byte[] ANYTHING = {'r', 'a', 'd', 'h', 'u', 'b'};

    private final TlsSettings settings;

    KeyFiles(TlsSettings settings) {
        this.settings = settings;
    }

    /**
     * The hub's key and certificate; empty where none is named.
     *
     * @throws IllegalStateException if the files cannot be read, or do not hold what they should
     */
    Optional<KeyStore> identity() throws GeneralSecurityException {
        if (settings.identity().isBlank()) {
            return Optional.empty();
        }
        var identity = read(
                settings.identity(),
                () -> isPkcs12(settings.identity()) ? pkcs12(settings.identity(), settings.password()) : pem());
        for (var alias : Collections.list(identity.aliases())) {
            if (identity.getKey(alias, settings.password().toCharArray()) instanceof PrivateKey key) {
                mustBelong(key, identity.getCertificate(alias).getPublicKey());
                return Optional.of(identity);
            }
        }
        throw new IllegalStateException(settings.identity() + " holds no private key");
    }

    /**
     * The certificates that are trusted; empty where none are named.
     *
     * @throws IllegalStateException if the file cannot be read, or does not hold what it should
     */
    Optional<KeyStore> trust() throws GeneralSecurityException {
        if (settings.trust().isBlank()) {
            return Optional.empty();
        }
        var trust = read(
                settings.trust(),
                () -> isPkcs12(settings.trust())
                        ? pkcs12(settings.trust(), settings.trustPassword())
                        : new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(location(settings.trust())))
                                .getTrustStore());
        for (var alias : Collections.list(trust.aliases())) {
            if (trust.isCertificateEntry(alias)) {
                return Optional.of(trust);
            }
        }
        throw new IllegalStateException(settings.trust() + " holds no certificate");
    }

    private static KeyStore read(String file, Supplier<KeyStore> reading) {
        try {
            return reading.get();
        } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private KeyStore pem() {
        var key = settings.key().isBlank() ? settings.identity() : settings.key();
        var details = PemSslStoreDetails.forCertificate(location(settings.identity()))
                .withPrivateKey(location(key))
                .withPrivateKeyPassword(settings.password().isEmpty() ? null : settings.password())
                .withPassword(settings.password());
        return new PemSslStoreBundle(details, null).getKeyStore();
    }

    /** Of two files, one may be new already and the other not yet. */
    private void mustBelong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        var algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return;
        }
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(ANYTHING);
        var signed = signing.sign();
        var checking = Signature.getInstance(algorithm);
        checking.initVerify(certified);
        checking.update(ANYTHING);
        if (!checking.verify(signed)) {
            throw new IllegalStateException("the key is not that of the certificate in " + settings.identity());
        }
    }

    private static KeyStore pkcs12(String file, String password) {
        return new JksSslStoreBundle(new JksSslStoreDetails("PKCS12", null, location(file), password), null)
                .getKeyStore();
    }

    private static boolean isPkcs12(String file) {
        return PKCS12.stream().anyMatch(file.toLowerCase(Locale.ROOT)::endsWith);
    }

    private static String location(String file) {
        return Path.of(file).toUri().toString();
    }
}
