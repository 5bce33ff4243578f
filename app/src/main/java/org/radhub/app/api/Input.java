package org.radhub.app.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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

    /** A date as in ISO 8601, yyyy-MM-dd; empty where there is none. */
    static Optional<LocalDate> date(String name, String text) {
        return parsed(name, text, LocalDate::parse, "app.input.date");
    }

    /** A time as in ISO 8601, with its offset; empty where there is none. */
    static Optional<Instant> time(String name, String text) {
        return parsed(name, text, given -> OffsetDateTime.parse(given).toInstant(), "app.input.time");
    }

    private static <T> Optional<T> parsed(String name, String text, Function<String, T> parse, String otherwise) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text.strip()));
        } catch (DateTimeException e) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(otherwise, name));
        }
    }

    /** The value, which must be there. */
    static <T> T given(String name, T value) {
        if (value == null) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.input.missing", name));
        }
        return value;
    }
}
