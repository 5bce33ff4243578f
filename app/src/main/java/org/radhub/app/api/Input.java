package org.radhub.app.api;

import java.util.Arrays;
import java.util.Locale;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;

/** Checks what callers send, and says what is wrong with it. */
final class Input {
    private Input() {}

    /** The constant of this name, in any case. */
    static <E extends Enum<E>> E word(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Refused.Kind.INVALID,
                        Phrase.of(
                                "app.input.word",
                                text,
                                Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT))));
    }

    static String required(String name, String text, int longest) {
        if (text == null || text.isBlank()) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.input.missing", name));
        }
        return text(name, text, longest);
    }

    /** The text; empty for null. */
    static String text(String name, String text, int longest) {
        if (text == null) {
            return "";
        }
        if (text.length() > longest) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.input.long", name, longest));
        }
        return text;
    }

    /** The value, which must be there. */
    static <T> T given(String name, T value) {
        if (value == null) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.input.missing", name));
        }
        return value;
    }
}
