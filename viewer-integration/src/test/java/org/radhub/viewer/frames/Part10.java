package org.radhub.viewer.frames;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes small Part 10 files in explicit VR little endian, element by element in the order that they are given. */
final class Part10 {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Part10(String transferSyntaxUid) {
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        text(0x00020010, "UI", transferSyntaxUid);
    }

    Part10 text(int tag, String vr, String value) {
        var padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        header(tag, vr);
        out.writeBytes(ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) padded.length())
                .array());
        out.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Part10 number(int tag, int value) {
        header(tag, "US");
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 2)
                .putShort((short) value)
                .array());
        return this;
    }

    Part10 bytes(int tag, String vr, byte[] value) {
        header(tag, vr);
        out.writeBytes(new byte[2]);
        out.writeBytes(ints(value.length));
        out.writeBytes(value);
        return this;
    }

    byte[] encapsulated(byte[] offsetTable, byte[]... fragments) {
        header(0x7FE00010, "OB");
        out.writeBytes(new byte[2]);
        out.writeBytes(ints(-1));
        item(offsetTable);
        for (var fragment : fragments) {
            item(fragment);
        }
        out.writeBytes(ints(0xE0DDFFFE, 0));
        return whole();
    }

    byte[] whole() {
        return out.toByteArray();
    }

    private void item(byte[] value) {
        out.writeBytes(ints(0xE000FFFE, value.length));
        out.writeBytes(value);
    }

    private void header(int tag, String vr) {
        out.writeBytes(ints(tag << 16 | tag >>> 16));
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] ints(int... values) {
        var buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    static byte[] longs(long... values) {
        var buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }
}
