package org.radhub.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a data set in Explicit VR Little Endian (PS3.5 7.1.2). Elements are written in the order of the calls, which must be the order of their tags. */
final class DataSet {
    static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(2048);

    /** A text or UID value, UTF-8, padded to even length as its VR demands. */
    DataSet text(int tag, String vr, String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        var padded = bytes.length + (bytes.length & 1);
        header(tag, vr, padded);
        out.writeBytes(bytes);
        if (padded > bytes.length) {
            out.write(vr.equals("UI") ? 0 : ' ');
        }
        return this;
    }

    DataSet unsignedShort(int tag, int value) {
        header(tag, "US", 2);
        shortValue(value);
        return this;
    }

    /** OW or OB. */
    DataSet bytes(int tag, String vr, byte[] value) {
        announce(tag, vr, value.length);
        out.writeBytes(value);
        return this;
    }

    /** The header of an OW or OB element whose value follows this data set's bytes. */
    DataSet announce(int tag, String vr, long length) {
        tag(tag);
        vr(vr);
        shortValue(0);
        intValue((int) length);
        return this;
    }

    /** A sequence of one item, both of defined length. */
    DataSet sequence(int tag, DataSet item) {
        announce(tag, "SQ", item.out.size() + 8L);
        tag(0xFFFEE000);
        intValue(item.out.size());
        out.writeBytes(item.toBytes());
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** The data set as a Part 10 file (PS3.10 7.1). */
    static byte[] partTen(String sopClassUid, String sopInstanceUid, byte[] dataSet) {
        var meta = new DataSet()
                .bytes(0x00020001, "OB", new byte[] {0, 1})
                .text(0x00020002, "UI", sopClassUid)
                .text(0x00020003, "UI", sopInstanceUid)
                .text(0x00020010, "UI", EXPLICIT_VR_LITTLE_ENDIAN)
                .text(0x00020012, "UI", Association.IMPLEMENTATION_CLASS_UID)
                .toBytes();
        var file = new DataSet();
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.header(0x00020000, "UL", 4);
        file.intValue(meta.length);
        file.out.writeBytes(meta);
        file.out.writeBytes(dataSet);
        return file.toBytes();
    }

    private void header(int tag, String vr, int length) {
        tag(tag);
        vr(vr);
        if (length > 0xFFFE) {
            throw new IllegalArgumentException("a value of " + length + " bytes does not fit VR " + vr);
        }
        shortValue(length);
    }

    private void tag(int tag) {
        shortValue(tag >>> 16);
        shortValue(tag);
    }

    private void vr(String vr) {
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }

    private void shortValue(int value) {
        out.write(value);
        out.write(value >>> 8);
    }

    private void intValue(int value) {
        shortValue(value);
        shortValue(value >>> 16);
    }
}
