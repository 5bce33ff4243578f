package org.radhub.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Something said to a person, kept apart from the language that it is shown in: a key of the module's message bundle
 * ({@code messages/<module>.properties} and {@code _zh}) and its arguments. Arguments that are ISO 8601 instants are shown as local time.
 */
public record Phrase(String key, List<String> args) {
    private static final char SEPARATOR = '\u001f';

    public Phrase {
        args = List.copyOf(args);
    }

    public static Phrase of(String key, Object... args) {
        return new Phrase(key, Arrays.stream(args).map(String::valueOf).toList());
    }

    /** One line for a database column: key and arguments, divided by U+001F, which is dropped from arguments. */
    public String encoded() {
        var parts = new ArrayList<String>();
        parts.add(key);
        args.forEach(arg -> parts.add(arg.replace(SEPARATOR, ' ')));
        return String.join(String.valueOf(SEPARATOR), parts);
    }

    public static Phrase decode(String encoded) {
        var parts = Arrays.asList(encoded.split(String.valueOf(SEPARATOR), -1));
        return new Phrase(parts.get(0), parts.subList(1, parts.size()));
    }
}
