package org.radhub.router.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.radhub.storage.WildCard;

/** Attribute matching (PS3.4 C.2.2.2): single values, lists, wild cards, ranges. */
final class Matching {
    private static final Pattern DATES = Pattern.compile("(\\d{8})?(-)?(\\d{8})?");
    private static final Pattern TIMES = Pattern.compile("(\\d{2}[\\d.]{0,12})?(-)?(\\d{2}[\\d.]{0,12})?");

    private Matching() {}

    /** A range, both ends inclusive, and open where empty. */
    record Range(String from, String to) {
        boolean includes(String value) {
            return !value.isEmpty()
                    && value.compareTo(from) >= 0
                    && (to.isEmpty() || value.compareTo(to) <= 0 || value.startsWith(to));
        }
    }

    /** Whether these are values that match all (PS3.4 C.2.2.2.3). */
    static boolean universal(List<String> wanted) {
        return wanted.stream().allMatch(value -> value.chars().allMatch(character -> character == '*'));
    }

    /** @throws Rejected if the values are none of its kind */
    static Predicate<String> of(Keys.Key key, List<String> wanted) throws Rejected {
        if (key.kind() == Keys.Kind.COUNT || universal(wanted)) {
            return value -> true;
        }
        var joined = String.join("\\", wanted);
        switch (key.kind()) {
            case UID -> {
                return wanted::contains;
            }
            case DATE -> {
                return range(key, joined)::includes;
            }
            case TIME -> {
                var range = range(key, joined);
                return value -> range.includes(value.replace(":", ""));
            }
            case NAME -> {
                var name = name(joined);
                return value -> isName(name, value.toLowerCase(Locale.ROOT));
            }
            case CODE -> {
                return value -> wanted.stream().anyMatch(pattern -> WildCard.matches(pattern, value));
            }
            case NUMBER -> {
                return value -> wanted.contains(value.strip());
            }
            default -> {
                return value -> WildCard.matches(joined, value);
            }
        }
    }

    /** @throws Rejected if it is neither a value nor a range */
    static Range range(Keys.Key key, String wanted) throws Rejected {
        var dates = key.kind() == Keys.Kind.DATE;
        // Dots in dates and colons in times are of the standard's first edition.
        var plain = wanted.replace(" ", "").replace(dates ? "." : ":", "");
        var parts = (dates ? DATES : TIMES).matcher(plain);
        if (!parts.matches() || parts.group(1) == null && parts.group(3) == null) {
            throw Rejected.notUnderstood(
                    Keys.name(key.tag()) + (dates ? " is no date and no range of dates" : " is no time and no range"));
        }
        var from = parts.group(1) == null ? "" : parts.group(1);
        var to = parts.group(3) == null ? parts.group(2) == null ? from : "" : parts.group(3);
        return new Range(from, to);
    }

    /** In lower case, without the delimiters of components and groups that are not there (PS3.5 6.2.1.1). */
    static String name(String name) {
        var groups = Arrays.stream(name.split("="))
                .map(Matching::withoutTrailingCarets)
                .toList();
        return String.join("=", groups).toLowerCase(Locale.ROOT);
    }

    private static String withoutTrailingCarets(String group) {
        var end = group.length();
        while (end > 0 && (group.charAt(end - 1) == '^' || group.charAt(end - 1) == ' ')) {
            end--;
        }
        return group.substring(0, end);
    }

    private static boolean isName(String wanted, String name) {
        return WildCard.matches(wanted, name)
                || Arrays.stream(name.split("=")).anyMatch(group -> WildCard.matches(wanted, group));
    }
}
