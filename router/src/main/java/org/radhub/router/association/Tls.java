package org.radhub.router.association;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.radhub.router.tls.Credentials;
import org.radhub.router.tls.Fingerprint;
import org.radhub.router.tls.Profile;

/** Makes accepted connections speak TLS as PS3.15 B.12 has it; each side shows a certificate that the other trusts. */
record Tls(Credentials credentials) {
    /** The server's end of TLS over the connection, as the hub's files are now. Nothing is said yet. */
    SSLSocket over(Socket accepted) throws IOException {
        var socket = (SSLSocket) credentials.accepting().createSocket(accepted, null, true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        Profile.on(socket);
        var parameters = socket.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** SHA-256 of the certificate, in lower-case hex. */
    static String fingerprint(Certificate certificate) throws SSLPeerUnverifiedException {
        try {
            return Fingerprint.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new SSLPeerUnverifiedException("a certificate that cannot be encoded: " + e.getMessage());
        }
    }
}
