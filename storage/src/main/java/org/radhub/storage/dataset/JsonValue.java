package org.radhub.storage.dataset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** One value field as DICOM JSON (PS3.18 F.2.3 to F.2.5). What is not what its VR says becomes a string, as it was sent. */
final class JsonValue {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,3})?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
    private static final String[] GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};

    private final JsonGenerator json;
    private final Vr vr;
    private final byte[] bytes;
    private final boolean bigEndian;

    JsonValue(JsonGenerator json, Vr vr, byte[] bytes, boolean bigEndian) {
        this.json = json;
        this.vr = vr;
        this.bytes = bytes;
        this.bigEndian = bigEndian;
    }

    void write(TextEncoding encoding) {
        switch (vr.kind()) {
            case ASCII, DECIMAL, INTEGER_STRING -> strings(ascii().split("\\\\", -1));
            case ASCII_ONE -> strings(trimmedEnd(ascii()));
            case TEXT, NAME -> strings(encoding.decode(bytes).split("\\\\", -1));
            case LONG_TEXT -> strings(trimmedEnd(encoding.decode(bytes)));
            case SIGNED, UNSIGNED, FLOAT, TAG -> numbers();
            case BYTES, SEQUENCE -> {
                json.writeName("InlineBinary");
                json.writeBinary(bytes);
            }
        }
    }

    private String ascii() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String trimmedEnd(String text) {
        return text.replace("\0", "").stripTrailing();
    }

    private void strings(String... values) {
        json.writeName("Value");
        json.writeStartArray();
        for (var value : values) {
            var trimmed = vr.kind() == Vr.Kind.LONG_TEXT
                    ? value
                    : value.replace("\0", "").strip();
            if (trimmed.isEmpty()) {
                json.writeNull();
            } else {
                string(trimmed);
            }
        }
        json.writeEndArray();
    }

    private void string(String value) {
        switch (vr.kind()) {
            case NAME -> name(value);
            case DECIMAL -> {
                if (DECIMAL.matcher(value).matches()) {
                    json.writeNumber(new BigDecimal(value));
                } else {
                    json.writeString(value);
                }
            }
            case INTEGER_STRING -> {
                if (INTEGER.matcher(value).matches()) {
                    json.writeNumber(Long.parseLong(value));
                } else {
                    json.writeString(value);
                }
            }
            default -> json.writeString(value);
        }
    }

    private void name(String value) {
        var groups = value.split("=", GROUPS.length);
        json.writeStartObject();
        for (int i = 0; i < groups.length; i++) {
            var group = groups[i].replaceAll("[=^ ]+$", "");
            if (!group.isEmpty()) {
                json.writeStringProperty(GROUPS[i], group);
            }
        }
        json.writeEndObject();
    }

    private void numbers() {
        var buffer = ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int width = vr == Vr.AT ? 4 : vr.width();
        json.writeName("Value");
        json.writeStartArray();
        while (buffer.remaining() >= width) {
            number(buffer);
        }
        json.writeEndArray();
    }

    private void number(ByteBuffer buffer) {
        switch (vr) {
            case AT -> json.writeString("%04X%04X".formatted(buffer.getShort() & 0xffff, buffer.getShort() & 0xffff));
            case FL -> real(buffer.getFloat(), Float.toString(buffer.getFloat(buffer.position() - 4)));
            case FD -> real(buffer.getDouble(), Double.toString(buffer.getDouble(buffer.position() - 8)));
            case SS -> json.writeNumber(buffer.getShort());
            case US -> json.writeNumber(buffer.getShort() & 0xffff);
            case SL -> json.writeNumber(buffer.getInt());
            case UL -> json.writeNumber(buffer.getInt() & 0xffffffffL);
            case SV -> json.writeNumber(buffer.getLong());
            case UV -> json.writeNumber(new BigInteger(Long.toUnsignedString(buffer.getLong())));
            default -> throw new IllegalStateException(vr + " holds no binary numbers");
        }
    }

    /** JSON has no infinities; PS3.18 F.2.3 lets them be strings. */
    private void real(double value, String shortest) {
        if (Double.isFinite(value)) {
            json.writeNumber(new BigDecimal(shortest));
        } else {
            json.writeString(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
