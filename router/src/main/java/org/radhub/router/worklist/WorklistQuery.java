package org.radhub.router.worklist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.radhub.storage.Attributes;
import org.radhub.storage.Attributes.Attribute;
import org.radhub.storage.WildCard;

/** What a device asks for: matching keys and return keys (PS3.4 K.6.1.2.1). */
final class WorklistQuery {
    private static final Pattern RANGE = Pattern.compile("[0-9.:]*-?[0-9.:]*");
    private static final int MODALITY = 0x00080060;
    private static final int MOST_VALUES_IN_LINE = 20;

    private final Attributes asked;

    WorklistQuery(Attributes asked) {
        this.asked = asked;
    }

    boolean matches(Attributes entry) {
        return matches(asked, entry);
    }

    /** Keys that the hub does not know match everything: they are optional ones. */
    private static boolean matches(Attributes asked, Attributes entry) {
        for (var key : asked.attributes()) {
            var known = entry.find(key.tag());
            if (known.isEmpty() || key.tag() == WorklistEntry.SPECIFIC_CHARACTER_SET) {
                continue;
            }
            boolean matches = key.vr().equals("SQ")
                    ? key.items().isEmpty()
                            || known.get().items().stream()
                                    .anyMatch(item -> matches(key.items().get(0), item))
                    : matches(key, known.get());
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Attribute key, Attribute known) {
        var wanted = String.join("\\", key.values());
        var value = String.join("\\", known.values());
        if (wanted.chars().allMatch(character -> character == '*')) {
            return true;
        }
        if (key.tag() == MODALITY && value.isEmpty()) {
            // The device's registration does not say what it is; it knows it best.
            return true;
        }
        return switch (known.vr()) {
            case "DA", "TM" -> inRange(wanted.replace(" ", ""), value);
            case "PN" -> isName(wanted.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
            case "UI" -> key.values().contains(value);
            default -> WildCard.matches(wanted, value);
        };
    }

    /** As a whole, or in one of its component groups. */
    private static boolean isName(String wanted, String name) {
        return WildCard.matches(wanted, name)
                || Arrays.stream(name.split("=")).anyMatch(group -> WildCard.matches(wanted, group));
    }

    private static boolean inRange(String wanted, String value) {
        if (!RANGE.matcher(wanted).matches()) {
            return false;
        }
        var plain = wanted.replace(".", "").replace(":", "");
        int dash = plain.indexOf('-');
        var from = dash < 0 ? plain : plain.substring(0, dash);
        var to = dash < 0 ? plain : plain.substring(dash + 1);
        return value.compareTo(from) >= 0 && (to.isEmpty() || value.compareTo(to) <= 0 || value.startsWith(to));
    }

    /** Of the entry what was asked for; what the hub does not know is there without a value. */
    Attributes answer(Attributes entry) {
        return answer(asked, entry);
    }

    private static Attributes answer(Attributes asked, Attributes entry) {
        var answer = Attributes.builder();
        for (var key : asked.attributes()) {
            var known = entry.find(key.tag());
            if (known.isEmpty()) {
                answer.put(new Attribute(key.tag(), key.vr(), List.of(), List.of()));
            } else if (key.vr().equals("SQ")) {
                answer.sequence(key.tag(), items(key, known.get()));
            } else {
                answer.put(known.get());
            }
        }
        return answer.build();
    }

    /** An item without attributes asks for all of them. */
    private static List<Attributes> items(Attribute key, Attribute known) {
        if (key.items().isEmpty() || key.items().get(0).tags().isEmpty()) {
            return known.items();
        }
        return known.items().stream()
                .map(item -> answer(key.items().get(0), item))
                .toList();
    }

    /** Whether the hub knows all that is asked for. */
    boolean isKnownTo(Attributes entry) {
        return asked.tags().stream().allMatch(tag -> tag == WorklistEntry.SPECIFIC_CHARACTER_SET || entry.has(tag));
    }

    String characterSet() {
        return asked.text(WorklistEntry.SPECIFIC_CHARACTER_SET);
    }

    /** Its matching keys as one line, for the trail. */
    String line() {
        var keys = new ArrayList<String>();
        collect(asked, keys);
        return keys.stream().limit(MOST_VALUES_IN_LINE).collect(Collectors.joining("&"));
    }

    private static void collect(Attributes asked, List<String> keys) {
        StreamSupport.stream(asked.attributes().spliterator(), false).forEach(key -> {
            if (!key.values().isEmpty() && key.tag() != WorklistEntry.SPECIFIC_CHARACTER_SET) {
                keys.add("%08X=".formatted(key.tag()) + key.values().get(0));
            }
            key.items().forEach(item -> collect(item, keys));
        });
    }
}
