package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Small made-up data sets in Explicit VR Little Endian. */
public final class Images {
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private Images() {}

    /** @param pixels number of bytes, even; what they are follows from the instance's UID */
    public static byte[] ct(String study, String series, String instance, int pixels) {
        var bulk = new byte[pixels];
        new Random(instance.hashCode()).nextBytes(bulk);
        var out = new ByteArrayOutputStream();
        text(out, 0x00080005, "CS", "ISO_IR 192");
        text(out, 0x00080016, "UI", CT);
        text(out, 0x00080018, "UI", instance);
        text(out, 0x00080020, "DA", "20260102");
        text(out, 0x00080030, "TM", "101500");
        text(out, 0x00080050, "SH", "A1");
        text(out, 0x00080060, "CS", "CT");
        text(out, 0x00100010, "PN", "Zhang^Wei=张^伟");
        text(out, 0x00100020, "LO", "P1");
        text(out, 0x00180015, "CS", "HEAD");
        text(out, 0x0020000D, "UI", study);
        text(out, 0x0020000E, "UI", series);
        text(out, 0x00200013, "IS", instance.substring(instance.lastIndexOf('.') + 1));
        header(out, 0x7FE00010, "OB");
        out.writeBytes(little(6).putShort((short) 0).putInt(bulk.length).array());
        out.writeBytes(bulk);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, int tag, String vr, String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        header(out, tag, vr);
        out.writeBytes(
                little(2).putShort((short) (bytes.length + bytes.length % 2)).array());
        out.writeBytes(bytes);
        if (bytes.length % 2 == 1) {
            out.write(vr.equals("UI") ? 0 : ' ');
        }
    }

    private static void header(ByteArrayOutputStream out, int tag, String vr) {
        out.writeBytes(
                little(4).putShort((short) (tag >>> 16)).putShort((short) tag).array());
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
