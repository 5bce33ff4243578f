package org.radhub.viewer.dicomweb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;

/**
 * The parameters of a search (PS3.18 8.3.4): matching keys by keyword or tag, and how much of what is found to answer.
 *
 * @param keys value by tag; keys without a value, which match all, are left out
 * @param include tags asked for beyond the usual; {@code all} for everything
 * @param fuzzy whether fuzzy matching was asked for, which the hub does not do
 */
record Search(Map<String, String> keys, List<String> include, int offset, int limit, boolean fuzzy) {
    static final int MOST = 1000;
    static final String ALL = "all";

    private static final int USUAL = 100;
    private static final int LONGEST_VALUE = 8192;
    private static final Set<String> NO_KEYS =
            Set.of("limit", "offset", "includefield", "fuzzymatching", "accept", "charset", "site");
    private static final Map<String, String> TAGS = tags();

    /** @throws Refused INVALID for a parameter that the search does not know or understand */
    static Search of(Map<String, String[]> parameters) {
        var keys = new LinkedHashMap<String, String>();
        parameters.forEach((name, values) -> {
            if (!NO_KEYS.contains(name)) {
                keys.put(tag(name), joined(name, values));
            }
        });
        keys.values().removeIf(value -> value.isEmpty() || value.equals("*"));
        return new Search(
                keys,
                include(parameters),
                number(parameters, "offset", 0),
                Math.min(MOST, number(parameters, "limit", USUAL)),
                "true".equals(first(parameters, "fuzzymatching", "")));
    }

    /** The keys of this level alone. */
    <T> Map<String, String> keysOf(List<Attribute<T>> level) {
        var tags = level.stream().map(Attribute::tag).collect(Collectors.toSet());
        return keys.entrySet().stream()
                .filter(key -> tags.contains(key.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @throws Refused INVALID if there are keys of other levels than these */
    @SafeVarargs
    final Search mustBeOf(List<? extends Attribute<?>>... levels) {
        var tags = Stream.of(levels).flatMap(List::stream).map(Attribute::tag).collect(Collectors.toSet());
        for (var tag : keys.keySet()) {
            if (!tags.contains(tag)) {
                throw unknown(tag);
            }
        }
        return this;
    }

    /** The keys as a line for the trail. */
    String line() {
        return keys.entrySet().stream()
                .map(key -> key.getKey() + "=" + key.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String tag(String name) {
        var plain = name.replace(",", "");
        if (plain.matches("[0-9A-Fa-f]{8}")) {
            return plain.toUpperCase(Locale.ROOT);
        }
        var tag = TAGS.get(name);
        if (tag == null) {
            throw unknown(name);
        }
        return tag;
    }

    private static Refused unknown(String name) {
        return new Refused(Refused.Kind.INVALID, Phrase.of("viewer.unknown-key", name));
    }

    private static String joined(String name, String[] values) {
        var joined = String.join(",", values).strip();
        if (joined.length() > LONGEST_VALUE) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-value", name));
        }
        return joined;
    }

    private static List<String> include(Map<String, String[]> parameters) {
        var include = new ArrayList<String>();
        for (var list : parameters.getOrDefault("includefield", new String[0])) {
            Arrays.stream(list.split(","))
                    .map(String::strip)
                    .filter(field -> !field.isEmpty())
                    .forEach(field -> {
                        var known = TAGS.getOrDefault(field, field);
                        include.add(known.equals(ALL) ? ALL : known.toUpperCase(Locale.ROOT));
                    });
        }
        return List.copyOf(include);
    }

    private static int number(Map<String, String[]> parameters, String name, int otherwise) {
        var text = first(parameters, name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-value", name));
        }
        return Integer.parseInt(text);
    }

    private static String first(Map<String, String[]> parameters, String name, String otherwise) {
        var values = parameters.getOrDefault(name, new String[0]);
        return values.length == 0 ? otherwise : values[0];
    }

    private static Map<String, String> tags() {
        var tags = new HashMap<String, String>();
        Stream.of(Attribute.STUDY, Attribute.SERIES, Attribute.INSTANCE)
                .flatMap(List::stream)
                .forEach(attribute -> tags.put(attribute.keyword(), attribute.tag()));
        return Map.copyOf(tags);
    }
}
