package org.radhub.viewer.dicomweb;

import java.util.Map;
import java.util.Set;

/** Transfer syntaxes as DICOMweb names the pixels in them (PS3.18 8.7.3.3.2, PS3.6 A). */
final class TransferSyntax {
    static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    static final String ANY = "*";

    private static final Set<String> NATIVE =
            Set.of("1.2.840.10008.1.2", EXPLICIT_LITTLE_ENDIAN, "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99");

    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("1.2.840.10008.1.2.5", "image/dicom-rle"),
            Map.entry("1.2.840.10008.1.2.4.50", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.51", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.57", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.70", "image/jpeg"),
            Map.entry("1.2.840.10008.1.2.4.80", "image/jls"),
            Map.entry("1.2.840.10008.1.2.4.81", "image/jls"),
            Map.entry("1.2.840.10008.1.2.4.90", "image/jp2"),
            Map.entry("1.2.840.10008.1.2.4.91", "image/jp2"),
            Map.entry("1.2.840.10008.1.2.4.92", "image/jpx"),
            Map.entry("1.2.840.10008.1.2.4.93", "image/jpx"),
            Map.entry("1.2.840.10008.1.2.4.110", "image/jxl"),
            Map.entry("1.2.840.10008.1.2.4.111", "image/jxl"),
            Map.entry("1.2.840.10008.1.2.4.112", "image/jxl"),
            Map.entry("1.2.840.10008.1.2.4.201", "image/jphc"),
            Map.entry("1.2.840.10008.1.2.4.202", "image/jphc"),
            Map.entry("1.2.840.10008.1.2.4.203", "image/jphc"));

    private TransferSyntax() {}

    static boolean isNative(String uid) {
        return NATIVE.contains(uid);
    }

    /** The transfer syntax that the pixels of a stored object leave the hub in: uncompressed ones are little-endian. */
    static String ofFrames(String storedUid) {
        return isNative(storedUid) ? EXPLICIT_LITTLE_ENDIAN : storedUid;
    }

    /** Media type of a frame in this transfer syntax. */
    static String mediaType(String uid) {
        return MEDIA_TYPES.getOrDefault(uid, "application/octet-stream");
    }
}
