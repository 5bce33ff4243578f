package org.radhub.router;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radhub.registry.Device;
import org.radhub.registry.NetworkAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DICOM application entity that the hub calls.
 *
 * @param port 1 to 65535
 * @param calledAeTitle its AE title, 1 to 16 characters
 * @param callingAeTitle the AE title that the hub calls under, 1 to 16 characters
 * @param tls whether it is called over TLS; empty: plainly
 */
public record Peer(String host, int port, String calledAeTitle, String callingAeTitle, Optional<PeerTls> tls) {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    /** Called plainly. */
    public Peer(String host, int port, String calledAeTitle, String callingAeTitle) {
        this(host, port, calledAeTitle, callingAeTitle, Optional.empty());
    }

    /** A registered device, where and as it is called; over TLS it has to show one of the certificates that are registered for it, if any are. */
    public static Peer of(Device device, NetworkAddress at, String callingAeTitle) {
        var tls = at.tls() ? Optional.of(new PeerTls(Set.copyOf(device.certificates()))) : Optional.<PeerTls>empty();
        return new Peer(at.host(), at.port(), device.aeTitle(), callingAeTitle, tls);
    }

    /** Whether it is called at this address; its name is looked up, where it is one, which may take a while. */
    public boolean isAt(InetAddress address) {
        try {
            return List.of(InetAddress.getAllByName(host)).contains(address);
        } catch (UnknownHostException e) {
            LOG.debug("nobody knows where {} is", host, e);
            return false;
        }
    }

    @Override
    public String toString() {
        return calledAeTitle + "@" + host + ":" + port + (tls.isPresent() ? " (TLS)" : "");
    }
}
