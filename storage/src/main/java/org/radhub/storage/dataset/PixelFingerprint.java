package org.radhub.storage.dataset;

import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells apart pixel data of the same SOP Instance UID: length and two checksums. Far cheaper than a digest while bytes pass, and only ever
 * compared for instances that claim to be the same one.
 */
final class PixelFingerprint {
    private final CRC32 first = new CRC32();
    private final CRC32C second = new CRC32C();
    private long length;

    void update(byte[] buffer, int offset, int count) {
        first.update(buffer, offset, count);
        second.update(buffer, offset, count);
        length += count;
    }

    /** Empty if there were no pixels. */
    Optional<String> value() {
        return length == 0
                ? Optional.empty()
                : Optional.of(length + "-" + hex(first.getValue()) + "-" + hex(second.getValue()));
    }

    private static String hex(long checksum) {
        return HexFormat.of().toHexDigits((int) checksum);
    }
}
