package org.radhub.router.requestor;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.aoju.bus.image.metric.Connection;
import org.radhub.router.NotSecure;
import org.radhub.router.NotSecure.Flaw;
import org.radhub.router.Peer;
import org.radhub.router.PeerTls;
import org.radhub.router.tls.Credentials;
import org.radhub.router.tls.Profile;

/** The hub's end of one connection, which speaks TLS before anything of DICOM is said where the peer is to be called so. */
final class Line extends Connection {
    private static final long serialVersionUID = 1L;

    private final transient Peer peer;
    private final transient Credentials credentials;
    private final transient Watchman watchman;
    private final transient Settings settings;
    private final transient AtomicBoolean lacking = new AtomicBoolean();
    private transient Socket wire;

    Line(Peer peer, Credentials credentials, Watchman watchman, Settings settings) {
        this.peer = peer;
        this.credentials = credentials;
        this.watchman = watchman;
        this.settings = settings;
        setConnectTimeout((int) settings.connectTimeout().toMillis());
        setAcceptTimeout((int) settings.acceptTimeout().toMillis());
        setReleaseTimeout((int) settings.acceptTimeout().toMillis());
        setSendPDULength(settings.maxPduLength());
        setReceivePDULength(settings.maxPduLength());
        setTcpNoDelay(true);
        // Some peers take one value for each PDU only, which all have to.
        setPackPDV(false);
    }

    /** What can be closed at any time, also while a thread is stuck in a write over TLS. */
    Socket wire() {
        return wire;
    }

    /** Where a failure of the call is one of TLS: in version 1.3, a peer says only after the handshake what it thinks of the hub's certificate. */
    Optional<NotSecure> unsecured(Exception failure) {
        var known = Unsecured.of(peer, failure);
        return known.isEmpty() && lacking.get()
                ? Optional.of(new NotSecure(
                        Flaw.OURS_REFUSED,
                        peer + " asked for a certificate that the hub does not have: " + failure.getMessage(),
                        failure))
                : known;
    }

    @Override
    public Socket connect(Connection remote) throws IOException, GeneralSecurityException {
        wire = super.connect(remote);
        return peer.tls().isPresent() ? secured(peer.tls().get()) : wire;
    }

    private SSLSocket secured(PeerTls tls) throws IOException, GeneralSecurityException {
        var sockets = credentials.calling(
                keys -> new OwnCertificate(keys, lacking), trusted -> new PeerTrust(trusted, tls.certificates()));
        try (var watch = watchman.over(wire)) {
            watch.waiting(settings.acceptTimeout());
            try {
                var socket = (SSLSocket) sockets.createSocket(wire, peer.host(), peer.port(), true);
                Profile.on(socket);
                if (tls.certificates().isEmpty()) {
                    var parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                }
                socket.startHandshake();
                return socket;
            } catch (IOException e) {
                wire.close();
                throw watch.overdue()
                        ? new NotSecure(Flaw.FAILED, peer + " did not come to terms on TLS in time", e)
                        : unsecured(e).orElseGet(() -> new NotSecure(Flaw.FAILED, peer + ": " + e.getMessage(), e));
            }
        }
    }
}
