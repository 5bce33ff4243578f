package org.radhub.storage.dataset;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * What bytes are known again by: their length, CRC-32 and CRC-32C, which find what disks, lines and memory do to them. A device waits for
 * it with each instance, and a cryptographic digest would take a dozen times as long. Against whoever changes what is stored stands the
 * SHA-256 of the pack that it is in. A registered device could make two instances of one UID that have the same digest, and only the first
 * would be kept.
 */
public abstract class Digest {
    private static final int SHA_256_DIGITS = 64;

    /** Of bytes that are new. */
    public static Digest begin() {
        return new Checksums();
    }

    /** Of bytes that may be those of which this is the digest. Instances of earlier versions have their SHA-256, in hex. */
    public static Digest like(String recorded) {
        return recorded.length() == SHA_256_DIGITS ? new Sha256() : new Checksums();
    }

    public abstract void update(byte[] buffer, int offset, int count);

    /** Of all bytes until now; said once. */
    public abstract String value();

    private static final class Checksums extends Digest {
        private final CRC32 first = new CRC32();
        private final CRC32C second = new CRC32C();
        private long length;

        @Override
        public void update(byte[] buffer, int offset, int count) {
            first.update(buffer, offset, count);
            second.update(buffer, offset, count);
            length += count;
        }

        @Override
        public String value() {
            return length + "-" + hex(first.getValue()) + "-" + hex(second.getValue());
        }

        private static String hex(long checksum) {
            return HexFormat.of().toHexDigits((int) checksum);
        }
    }

    private static final class Sha256 extends Digest {
        private final MessageDigest digest;

        Sha256() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public void update(byte[] buffer, int offset, int count) {
            digest.update(buffer, offset, count);
        }

        @Override
        public String value() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
