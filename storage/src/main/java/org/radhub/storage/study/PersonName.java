package org.radhub.storage.study;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** What a patient's name (PS3.5 6.2.1) can be found by. */
final class PersonName {
    private PersonName() {}

    /** The whole name and each of its component groups, so that either script finds it. */
    static Set<String> keys(String name) {
        var keys = new LinkedHashSet<String>();
        if (!name.isEmpty()) {
            keys.add(key(name));
            Arrays.stream(name.split("=")).filter(group -> !group.isBlank()).forEach(group -> keys.add(key(group)));
        }
        return keys;
    }

    /** Matching is insensitive to case (PS3.4 C.2.2.2.1). */
    static String key(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** Whether two names may be one person's: they have a component group in common. */
    static boolean mayBeSame(String one, String other) {
        var common = keys(one);
        common.retainAll(keys(other));
        return !common.isEmpty();
    }
}
