package org.radhub.router.association;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * Makes accepted connections speak TLS as PS3.15 B.12 has it (BCP 195: RFC 8996, RFC 9325): version 1.2 or 1.3, forward secrecy and
 * authenticated encryption only, and each side shows a certificate that the other trusts.
 */
final class Tls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** RFC 9325 section 4.2, and those of TLS 1.3, the preferred ones first. */
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    };

    private static final List<String> PKCS12 = List.of(".p12", ".pfx");

    private final SSLSocketFactory sockets;

    /**
     * Where the TLS port is, and who the hub is there.
     *
     * @param port to listen on; 0 for any free one; negative: no TLS port
     * @param bind address to listen on; empty: the same as the plain port's
     * @param identity the hub's certificate, with the chain above it, and its private key: a PKCS#12 file ({@code .p12}, {@code .pfx}), or a
     *     PEM file
     * @param key PEM file of the private key (PKCS#8), where it is not in the same file as the certificate
     * @param password of the PKCS#12 file or of an encrypted key; empty for none
     * @param trust certificates that callers' chains may end in: a PKCS#12 or PEM file
     * @param trustPassword of a PKCS#12 file of those
     */
    record Settings(
            @DefaultValue("-1") int port,
            @DefaultValue("") String bind,
            @DefaultValue("") String identity,
            @DefaultValue("") String key,
            @DefaultValue("") String password,
            @DefaultValue("") String trust,
            @DefaultValue("") String trustPassword) {
        Settings {
            if (port >= 0 && (identity.isBlank() || trust.isBlank())) {
                throw new IllegalArgumentException(
                        "radhub.dicom.tls.port is set: radhub.dicom.tls.identity and radhub.dicom.tls.trust must be, too");
            }
        }

        boolean wanted() {
            return port >= 0;
        }
    }

    /** @throws IllegalStateException if the files cannot be read, or do not hold what they should */
    Tls(Settings settings) {
        var identity = identity(settings);
        var stores = SslStoreBundle.of(identity, settings.password(), trust(settings));
        this.sockets = SslBundle.of(stores, SslBundleKey.of(settings.password()))
                .createSslContext()
                .getSocketFactory();
    }

    /** The server's end of TLS over the connection. Nothing is said yet. */
    SSLSocket over(Socket accepted) throws IOException {
        var socket = (SSLSocket) sockets.createSocket(accepted, null, true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        socket.setEnabledProtocols(VERSIONS);
        socket.setEnabledCipherSuites(SUITES);
        var parameters = socket.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** SHA-256 of the certificate, in lower-case hex. */
    static String fingerprint(Certificate certificate) throws SSLPeerUnverifiedException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (CertificateEncodingException e) {
            throw new SSLPeerUnverifiedException("a certificate that cannot be encoded: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static KeyStore identity(Settings settings) {
        if (isPkcs12(settings.identity())) {
            return pkcs12(settings.identity(), settings.password());
        }
        var key = settings.key().isBlank() ? settings.identity() : settings.key();
        var details = PemSslStoreDetails.forCertificate(location(settings.identity()))
                .withPrivateKey(location(key))
                .withPrivateKeyPassword(settings.password().isEmpty() ? null : settings.password())
                .withPassword(settings.password());
        return new PemSslStoreBundle(details, null).getKeyStore();
    }

    private static KeyStore trust(Settings settings) {
        return isPkcs12(settings.trust())
                ? pkcs12(settings.trust(), settings.trustPassword())
                : new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(location(settings.trust())))
                        .getTrustStore();
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
