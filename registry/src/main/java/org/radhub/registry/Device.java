package org.radhub.registry;

import java.net.InetAddress;
import java.util.List;

/**
 * An application entity that may send to the hub, or be sent to.
 *
 * @param aeTitle AE title, 1 to 16 characters (PS3.5 AE), unique in the region
 * @param site code of the site it belongs to
 * @param modality the modality it mostly sends, as in (0008,0060); empty when unknown
 * @param addresses IP addresses or CIDR ranges that it may call from; empty: none
 * @param certificates SHA-256 fingerprints, in lower-case hex, of the certificates that it may call with: it has to call over TLS with one
 *     of them. Empty: it may call without TLS, or with any certificate that the hub trusts. Where the hub calls the device over TLS, it has to
 *     show one of them as well
 */
public record Device(
        String aeTitle,
        String site,
        String description,
        String modality,
        List<String> addresses,
        boolean enabled,
        List<String> certificates) {

    /** A device that no certificate is asked of. */
    public Device(
            String aeTitle, String site, String description, String modality, List<String> addresses, boolean enabled) {
        this(aeTitle, site, description, modality, addresses, enabled, List.of());
    }

    /** Whether it is enabled, and this is one of the addresses that it may call from. */
    public boolean mayCallFrom(InetAddress address) {
        return enabled
                && addresses.stream()
                        .anyMatch(range -> AddressRange.parse(range).contains(address));
    }

    /** The same for an address in numbers, as a web server says it; false for what is none: names are never looked up. */
    public boolean mayCallFrom(String address) {
        return AddressRange.address(address).filter(this::mayCallFrom).isPresent();
    }
}
