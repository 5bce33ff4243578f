package org.radhub.viewer.dicomweb;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.WildCard;

/** Attribute matching (PS3.4 C.2.2.2, PS3.18 8.3.4.1): lists of UIDs and codes, ranges of dates and times, wild cards, single values. */
final class Matching {
    private static final Pattern LIST = Pattern.compile("[,\\\\]");
    private static final Pattern DATES = Pattern.compile("(\\d{8})?(-)?(\\d{8})?");
    private static final Pattern TIMES = Pattern.compile("(\\d{2}[\\d.:]{0,13})?(-)?(\\d{2}[\\d.:]{0,13})?");
    private static final String EARLIEST = "";
    private static final String LATEST = "99999999";

    private Matching() {}

    /** A range, both ends inclusive; an open end is empty, or all nines. */
    record Range(String from, String to) {}

    /** Whether the object has all these values, by tag. */
    static <T> Predicate<T> all(List<Attribute<T>> attributes, Map<String, String> keys) {
        Predicate<T> all = object -> true;
        for (var attribute : attributes) {
            var wanted = keys.get(attribute.tag());
            if (wanted != null) {
                var one = one(attribute.vr(), wanted);
                all = all.and(
                        object -> attribute.values().apply(object).stream().anyMatch(one));
            }
        }
        return all;
    }

    private static Predicate<String> one(String vr, String wanted) {
        return switch (vr) {
            case "UI" -> list(wanted)::contains;
            case "DA" -> within(dates(wanted));
            case "TM" -> within(times(wanted));
            case "CS" -> value -> list(wanted).stream().anyMatch(pattern -> WildCard.matches(pattern, value));
            case "PN" -> value -> isName(wanted.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
            case "IS", "US" -> value -> value.strip().equals(wanted.strip());
            default -> value -> WildCard.matches(wanted, value);
        };
    }

    static List<String> list(String wanted) {
        return Arrays.stream(LIST.split(wanted))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** @throws Refused INVALID if it is no date and no range of dates */
    static Range dates(String wanted) {
        return range(DATES, wanted, "viewer.bad-date");
    }

    private static Range times(String wanted) {
        return range(TIMES, wanted, "viewer.bad-time");
    }

    private static Range range(Pattern form, String wanted, String complaint) {
        var parts = form.matcher(wanted);
        if (!parts.matches() || parts.group(1) == null && parts.group(3) == null) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(complaint, wanted));
        }
        var open = parts.group(2) != null;
        var from = parts.group(1) == null ? EARLIEST : parts.group(1).replace(":", "");
        var to = parts.group(3) == null ? open ? LATEST : from : parts.group(3).replace(":", "");
        return new Range(from, to);
    }

    private static Predicate<String> within(Range range) {
        return value -> !value.isEmpty()
                && value.compareTo(range.from()) >= 0
                && (value.compareTo(range.to()) <= 0 || value.startsWith(range.to()));
    }

    private static boolean isName(String wanted, String name) {
        return WildCard.matches(wanted, name)
                || Arrays.stream(name.split("=")).anyMatch(group -> WildCard.matches(wanted, group));
    }
}
