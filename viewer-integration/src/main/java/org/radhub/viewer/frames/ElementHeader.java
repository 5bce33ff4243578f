package org.radhub.viewer.frames;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Tag, value representation and length of an element (PS3.5 7.1).
 *
 * @param vr empty in implicit VR, and for items and delimiters
 * @param length {@link #UNDEFINED}, or of the value in bytes
 */
record ElementHeader(int tag, String vr, long length) {
    static final long UNDEFINED = 0xFFFFFFFFL;
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_END = 0xFFFEE00D;
    static final int SEQUENCE_END = 0xFFFEE0DD;

    private static final Set<String> LONG_FORM =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    static ElementHeader read(ElementStream in, boolean explicit) throws IOException {
        var tag = in.tag();
        if (!explicit || tag >>> 16 == 0xFFFE) {
            return new ElementHeader(tag, "", in.unsignedInt());
        }
        var code = in.take(2);
        if (!isVr(code)) {
            // Some writers say explicit and write implicit VR: then these are the lower bytes of the length.
            return new ElementHeader(tag, "", code[0] & 0xFF | (code[1] & 0xFF) << 8 | (long) in.unsignedShort() << 16);
        }
        var vr = new String(code, StandardCharsets.US_ASCII);
        if (LONG_FORM.contains(vr)) {
            in.skip(2);
            return new ElementHeader(tag, vr, in.unsignedInt());
        }
        return new ElementHeader(tag, vr, in.unsignedShort());
    }

    private static boolean isVr(byte[] code) {
        return code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
    }

    boolean undefinedLength() {
        return length == UNDEFINED;
    }
}
