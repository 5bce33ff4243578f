package org.radhub.router.association;

import java.net.InetAddress;
import org.radhub.registry.Device;

/**
 * Who has called, and may.
 *
 * @param association identifies the association within this process
 */
public record Caller(Device device, InetAddress address, String association) {
    @Override
    public String toString() {
        return device.aeTitle() + "@" + address.getHostAddress() + " (" + association + ")";
    }
}
