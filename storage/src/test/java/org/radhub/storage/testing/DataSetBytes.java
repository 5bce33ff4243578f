package org.radhub.storage.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes data sets in explicit VR little endian, right ones and wrong ones. */
public final class DataSetBytes {
    private static final List<String> LONG = List.of("OB", "OW", "SQ", "UN", "UT", "UC");
    public static final String TRANSFER_SYNTAX = "1.2.840.10008.1.2.1";
    public static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A small image; its Patient ID is "P1". */
    public static byte[] image(String study, String series, String instance, String name, byte[] pixels) {
        return image(study, series, instance, "P1", name, "1", pixels);
    }

    public static byte[] image(
            String study, String series, String instance, String patientId, String name, String number, byte[] pixels) {
        return new DataSetBytes()
                .text(0x00080005, "CS", "ISO_IR 192")
                .text(0x00080016, "UI", SECONDARY_CAPTURE)
                .text(0x00080018, "UI", instance)
                .text(0x00080020, "DA", "20260102")
                .text(0x00080030, "TM", "101500")
                .text(0x00080050, "SH", "A" + study)
                .text(0x00080060, "CS", "OT")
                .text(0x00081030, "LO", "测试 study")
                .text(0x00100010, "PN", name)
                .text(0x00100020, "LO", patientId)
                .text(0x0020000d, "UI", study)
                .text(0x0020000e, "UI", series)
                .text(0x00200011, "IS", "1")
                .text(0x00200013, "IS", number)
                .value(0x7fe00010, "OB", pixels)
                .bytes();
    }

    public DataSetBytes text(int tag, String vr, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var padded = new byte[bytes.length + bytes.length % 2];
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        if (padded.length > bytes.length) {
            padded[bytes.length] = (byte) (vr.equals("UI") ? 0 : ' ');
        }
        return value(tag, vr, padded);
    }

    public DataSetBytes value(int tag, String vr, byte[] value) {
        return claiming(tag, vr, value.length, value);
    }

    /** An element that says another length than its value has. */
    public DataSetBytes claiming(int tag, String vr, long length, byte[] value) {
        tag(tag);
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
        if (LONG.contains(vr)) {
            out.writeBytes(new byte[2]);
            u32(length);
        } else {
            out.writeBytes(little(2).putShort((short) length).array());
        }
        out.writeBytes(value);
        return this;
    }

    public DataSetBytes item(long length) {
        tag(0xfffee000);
        return u32(length);
    }

    public DataSetBytes itemEnd() {
        tag(0xfffee00d);
        return u32(0);
    }

    public DataSetBytes sequenceEnd() {
        tag(0xfffee0dd);
        return u32(0);
    }

    public DataSetBytes append(byte[] more) {
        out.writeBytes(more);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private void tag(int tag) {
        out.writeBytes(
                little(4).putShort((short) (tag >>> 16)).putShort((short) tag).array());
    }

    private DataSetBytes u32(long value) {
        out.writeBytes(little(4).putInt((int) value).array());
        return this;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
