package org.radhub.router.association;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** A command set that is being written: Implicit VR Little Endian, in ascending order, behind its group length (PS3.7 6.3.1). */
final class CommandElements {
    private static final int LONGEST_TEXT = 64;
    private static final int HEADER = 8;
    private static final int GROUP_LENGTH = 12;

    private final Map<Element, byte[]> values = new EnumMap<>(Element.class);

    CommandElements put(Element element, int number) {
        if (element.kind != Element.Kind.NUMBER) {
            throw new IllegalArgumentException(element + " is no number");
        }
        values.put(element, new byte[] {(byte) number, (byte) (number >> 8)});
        return this;
    }

    CommandElements put(Element element, String text) {
        switch (element.kind) {
            case UID -> values.put(element, bytes(text, '\0'));
            case TEXT -> values.put(element, bytes(plain(text), ' '));
            case NUMBER -> throw new IllegalArgumentException(element + " is no text");
        }
        return this;
    }

    CommandElements putAll(Map<Element, Object> others) {
        others.forEach((element, value) -> {
            if (value instanceof Integer number) {
                put(element, number);
            } else {
                put(element, value.toString());
            }
        });
        return this;
    }

    byte[] encoded() {
        var length = 0;
        for (var value : values.values()) {
            length += HEADER + value.length;
        }
        var out = ByteBuffer.allocate(GROUP_LENGTH + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0).putShort((short) 0).putInt(4).putInt(length);
        values.forEach((element, value) -> out.putShort((short) 0)
                .putShort((short) element.number)
                .putInt(value.length)
                .put(value));
        return out.array();
    }

    private static byte[] bytes(String text, char padding) {
        return (text.length() % 2 == 0 ? text : text + padding).getBytes(StandardCharsets.US_ASCII);
    }

    /** As one value of the default repertoire (PS3.5 6.2) can say it. */
    private static String plain(String text) {
        var plain = new StringBuilder();
        text.chars()
                .limit(LONGEST_TEXT)
                .map(c -> c == '\\' ? '/' : c < ' ' ? ' ' : c > '~' ? '?' : c)
                .forEach(c -> plain.append((char) c));
        return plain.toString();
    }
}
