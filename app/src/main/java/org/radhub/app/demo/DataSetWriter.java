package org.radhub.app.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a data set in Explicit VR Little Endian (PS3.5 7.1.2), element by element, in the order that it is told. */
final class DataSetWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
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

    /** Pixel data, 16 bits a pixel. */
    DataSetWriter words(int tag, short[] values) {
        header(tag, "OW");
        out.write(0);
        out.write(0);
        int32(values.length * 2);
        for (var value : values) {
            out.write(value);
            out.write(value >> 8);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private DataSetWriter shortValue(int tag, String vr, byte[] value) {
        header(tag, vr);
        out.write(value.length);
        out.write(value.length >> 8);
        out.writeBytes(value);
        return this;
    }

    private void header(int tag, String vr) {
        out.write(tag >> 16);
        out.write(tag >> 24);
        out.write(tag);
        out.write(tag >> 8);
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }

    private void int32(int value) {
        out.write(value);
        out.write(value >> 8);
        out.write(value >> 16);
        out.write(value >> 24);
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
