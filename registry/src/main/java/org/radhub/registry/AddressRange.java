package org.radhub.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An IP address or a CIDR range (RFC 4632, RFC 4291 2.3), given as numbers: names are never looked up.
 *
 * @param network address bytes, 4 or 16
 * @param prefix how many leading bits count
 */
record AddressRange(byte[] network, int prefix) {
    private static final Logger LOG = LoggerFactory.getLogger(AddressRange.class);
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");
    private static final int LONGEST = 64;
    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_BITS = 96;

    static AddressRange parse(String text) {
        var slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        var bytes = literal(address, text);
        var prefix = slash < 0 ? bytes.length * 8 : prefix(address, text.substring(slash + 1), bytes, text);
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw bad(text);
        }
        return new AddressRange(bytes, prefix);
    }

    boolean contains(InetAddress address) {
        var other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        for (var bit = 0; bit < prefix; bit += 8) {
            var mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit));
            if (((network[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Empty for what is no address in numbers. The zone of an IPv6 address (RFC 4007 11) is left out. */
    static Optional<InetAddress> address(String text) {
        var zone = text.indexOf('%');
        var numbers = zone < 0 ? text : text.substring(0, zone);
        if (!isNumbers(numbers)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(numbers));
        } catch (UnknownHostException e) {
            LOG.debug("not an address", e);
            return Optional.empty();
        }
    }

    private static boolean isNumbers(String address) {
        return address.length() <= LONGEST
                && (IPV4.matcher(address).matches() || IPV6.matcher(address).matches());
    }

    private static byte[] literal(String address, String whole) {
        if (!isNumbers(address)) {
            throw bad(whole);
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw bad(whole);
        }
    }

    private static int prefix(String address, String digits, byte[] bytes, String whole) {
        if (!PREFIX.matcher(digits).matches()) {
            throw bad(whole);
        }
        // Java turns an IPv4-mapped IPv6 address into its IPv4 address; the prefix has to follow.
        var mapped = bytes.length == IPV4_BYTES && address.indexOf(':') >= 0;
        return Integer.parseInt(digits) - (mapped ? MAPPED_BITS : 0);
    }

    private static Refused bad(String text) {
        return new Refused(
                Refused.Kind.INVALID,
                Phrase.of("registry.bad-address", text.substring(0, Math.min(text.length(), LONGEST))));
    }
}
