package org.radhub.app.demo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

/** Writes a data set in Explicit VR Little Endian (PS3.5 7.1.2), its elements in whatever order it is told them. */
final class DataSetWriter {
    // (FFFE,E000), as the bytes of a little-endian number stand.
    private static final int ITEM = 0xE000FFFE;

    private final TreeMap<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
    private final Charset charset;

    /** @param charset encoding of the text elements; its name belongs into (0008,0005) */
    DataSetWriter(Charset charset) {
        this.charset = charset;
    }

    DataSetWriter text(int tag, String vr, String value) {
        var bytes = value.getBytes(charset);
        return shortValue(tag, vr, padded(bytes, (byte) (vr.equals("UI") ? 0 : ' ')));
    }

    DataSetWriter unsignedShort(int tag, int value) {
        return shortValue(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    DataSetWriter signedShort(int tag, int value) {
        return shortValue(tag, "SS", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    /** A sequence without items. */
    DataSetWriter emptySequence(int tag) {
        return longValue(tag, "SQ", new byte[0]);
    }

    /** A sequence with one item. */
    DataSetWriter sequence(int tag, DataSetWriter item) {
        var content = item.bytes();
        var whole = ByteBuffer.allocate(8 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ITEM)
                .putInt(content.length)
                .put(content);
        return longValue(tag, "SQ", whole.array());
    }

    /** Bytes, an even number of them. */
    DataSetWriter bytes(int tag, byte... values) {
        return longValue(tag, "OB", values);
    }

    /** Pixel data, 16 bits a pixel. */
    DataSetWriter words(int tag, short[] values) {
        var bytes = new byte[values.length * 2];
        for (var i = 0; i < values.length; i++) {
            bytes[2 * i] = (byte) values[i];
            bytes[2 * i + 1] = (byte) (values[i] >> 8);
        }
        return longValue(tag, "OW", bytes);
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        elements.values().forEach(out::writeBytes);
        return out.toByteArray();
    }

    private DataSetWriter shortValue(int tag, String vr, byte[] value) {
        var out = header(tag, vr);
        out.write(value.length);
        out.write(value.length >> 8);
        return put(tag, out, value);
    }

    private DataSetWriter longValue(int tag, String vr, byte[] value) {
        var out = header(tag, vr);
        out.write(0);
        out.write(0);
        for (var shift = 0; shift < 32; shift += 8) {
            out.write(value.length >> shift);
        }
        return put(tag, out, value);
    }

    private DataSetWriter put(int tag, ByteArrayOutputStream out, byte[] value) {
        out.writeBytes(value);
        elements.put(tag, out.toByteArray());
        return this;
    }

    private static ByteArrayOutputStream header(int tag, String vr) {
        var out = new ByteArrayOutputStream();
        out.write(tag >> 16);
        out.write(tag >> 24);
        out.write(tag);
        out.write(tag >> 8);
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
        return out;
    }

    private static byte[] padded(byte[] value, byte pad) {
        if (value.length % 2 == 0) {
            return value;
        }
        var even = Arrays.copyOf(value, value.length + 1);
        even[value.length] = pad;
        return even;
    }
}
