package org.radhub.router.requestor;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.radhub.router.NotSecure.Flaw;
import org.radhub.router.tls.Fingerprint;

/**
 * Whom the hub speaks with where it calls: a peer whose certificate is valid now and comes from whom the hub trusts, and names the host that
 * was called (RFC 9525); or, where certificates are agreed on, a peer that shows one of those while it is valid, and no other.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trusted;
    private final Set<String> agreed;

    /** @param agreed SHA-256 fingerprints, in lower-case hex; none: the certificate has to come from whom the hub trusts */
    PeerTrust(X509ExtendedTrustManager trusted, Set<String> agreed) {
        this.trusted = trusted;
        this.agreed = agreed;
    }

    /** Why a certificate will not do. */
    static final class Distrust extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final Flaw flaw;

        Distrust(Flaw flaw, String message, Throwable cause) {
            super(message, cause);
            this.flaw = flaw;
        }

        Flaw flaw() {
            return flaw;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        var shown = chain[0];
        // Of a certificate that is itself among the trusted ones, Java does not ask whether it is still valid.
        try {
            shown.checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw new Distrust(Flaw.EXPIRED, e.getMessage() + ", of " + subject(shown), e);
        }
        if (!agreed.isEmpty()) {
            mustBeAgreed(shown);
            return;
        }
        try {
            trusted.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw new Distrust(
                    expired(e) ? Flaw.EXPIRED : Flaw.UNTRUSTED, e.getMessage() + ", for " + subject(shown), e);
        }
        try {
            trusted.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw new Distrust(
                    e.getCause() instanceof CertPathValidatorException ? Flaw.UNTRUSTED : Flaw.OTHER_NAME,
                    e.getMessage(),
                    e);
        }
    }

    private void mustBeAgreed(X509Certificate shown) throws CertificateException {
        var fingerprint = Fingerprint.of(shown.getEncoded());
        if (!agreed.contains(fingerprint)) {
            throw new Distrust(Flaw.OTHER_CERTIFICATE, fingerprint + ", of " + subject(shown), null);
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static boolean expired(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException path
                    && (path.getReason() == BasicReason.EXPIRED || path.getReason() == BasicReason.NOT_YET_VALID)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("calls are made over sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("calls are made over sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("nobody is called as a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("nobody is called as a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nobody is called as a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trusted.getAcceptedIssuers();
    }
}
