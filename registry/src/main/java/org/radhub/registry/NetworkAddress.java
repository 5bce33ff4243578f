package org.radhub.registry;

/**
 * Where somebody listens.
 *
 * @param host a name or an IP address
 * @param port 1 to 65535
 */
public record NetworkAddress(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
