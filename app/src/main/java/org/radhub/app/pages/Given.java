package org.radhub.app.pages;

import java.time.DateTimeException;
import java.util.List;
import java.util.function.Supplier;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;

/** What a form gave, which sends nothing for a box that is not ticked or a field that it does not have. */
final class Given {
    private Given() {}

    static String text(String given) {
        return given == null ? "" : given.strip();
    }

    static List<String> list(List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    static boolean ticked(Boolean given) {
        return Boolean.TRUE.equals(given);
    }

    /**
     * What a text makes.
     *
     * @param otherwise says that it makes none
     * @throws Refused INVALID if it makes none
     */
    static <T> T made(Phrase otherwise, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Refused(Refused.Kind.INVALID, otherwise);
        }
    }
}
