package org.radhub.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where somebody listens.
 *
 * @param host a name or an IP address
 * @param port 1 to 65535
 * @param tls whether it is called over TLS there
 */
public record NetworkAddress(String host, int port, boolean tls) {
    private static final Pattern WRITTEN = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]+)):(\\d{1,5})");

    /** One that is called plainly. */
    public NetworkAddress(String host, int port) {
        this(host, port, false);
    }

    /** The same place, called so. */
    public NetworkAddress over(boolean asTls) {
        return new NetworkAddress(host, port, asTls);
    }

    /**
     * An address, called plainly, as {@link #toString} writes it; empty for a blank text.
     *
     * @throws Refused INVALID if it is none
     */
    public static Optional<NetworkAddress> parse(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        var parts = WRITTEN.matcher(text.strip());
        Rules.must(parts.matches(), "registry.bad-network-address");
        var host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return Optional.of(new NetworkAddress(host, Integer.parseInt(parts.group(3))));
    }

    /** {@code host:port}, an IPv6 address in brackets; it does not say whether over TLS. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
