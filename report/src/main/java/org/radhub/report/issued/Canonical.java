package org.radhub.report.issued;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The canonical form of what is signed: JSON by RFC 8785 (JCS), so that anybody can make the same text from the same report and check the
 * digest without the hub. Members are sorted by their UTF-16 code units, there is no white space, only what must be escaped is.
 */
final class Canonical {
    private Canonical() {}

    /** The object's canonical text. Values are strings, booleans, ints, or maps of such. */
    static String text(Map<String, ?> object) {
        return new TreeMap<String, Object>(object)
                .entrySet().stream()
                        .map(member -> quoted(member.getKey()) + ":" + value(member.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** SHA-256 of the text in UTF-8, as 64 lower-case hex digits. */
    static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String value(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Boolean || value instanceof Integer) {
            return value.toString();
        }
        if (value instanceof Map<?, ?> map) {
            return text(map.entrySet().stream()
                    .collect(Collectors.toMap(e -> (String) e.getKey(), e -> (Object) e.getValue())));
        }
        throw new IllegalArgumentException("no canonical form for " + value.getClass());
    }

    private static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }
}
