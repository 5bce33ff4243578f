package org.radhub.router.association;

import java.net.InetAddress;
import org.radhub.registry.Device;

/**
 * Who has called, and may.
 *
 * @param device a registered one, or what is known of a destination, which belongs to no site
 * @param association identifies the association within this process
 * @param isDestination whether it is no registered device, but somebody whom the hub sends to, and may report on that alone
 */
public record Caller(Device device, InetAddress address, String association, boolean isDestination) {
    /** A registered device. */
    public Caller(Device device, InetAddress address, String association) {
        this(device, address, association, false);
    }

    @Override
    public String toString() {
        return device.aeTitle() + "@" + address.getHostAddress() + " (" + association + ")";
    }
}
