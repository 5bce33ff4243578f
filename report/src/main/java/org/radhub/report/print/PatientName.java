package org.radhub.report.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A person name (PN, PS3.5 6.2.1) as it is written on paper.
 *
 * @param first how the person writes it: the ideographic group if there is one
 * @param others the groups that say something else, in their order
 */
record PatientName(String first, List<String> others) {
    private static final int GROUPS = 3;
    private static final int IDEOGRAPHIC = 1;

    /** Empty if it has no letter. */
    static Optional<PatientName> of(String personName) {
        var groups = Arrays.stream(personName.split("=", GROUPS))
                .map(PatientName::written)
                .collect(Collectors.toCollection(ArrayList::new));
        if (groups.stream().allMatch(String::isBlank)) {
            return Optional.empty();
        }
        var ideographic = groups.size() > IDEOGRAPHIC ? groups.remove(IDEOGRAPHIC) : "";
        groups.add(0, ideographic);
        var said = groups.stream().filter(group -> !group.isBlank()).distinct().toList();
        return Optional.of(new PatientName(said.get(0), said.subList(1, said.size())));
    }

    /** Components are family, given, middle, prefix, suffix. */
    private static String written(String group) {
        var parts = Arrays.stream(group.split("\\^", -1)).map(String::strip).toList();
        var family = part(parts, 0);
        var given = joined(List.of(part(parts, 1), part(parts, 2)), " ");
        var prefix = part(parts, 3);
        var suffix = part(parts, 4);
        var name = isHan(family) && isHan(given)
                ? family + given
                : joined(List.of(family, given), separator(family, given));
        return joined(List.of(prefix, name, suffix), " ");
    }

    /** Letters say which is the family name by a comma; scripts that write it first anyway do not. */
    private static String separator(String family, String given) {
        boolean latin = (family + given)
                .codePoints()
                .filter(Character::isLetter)
                .allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN);
        return latin ? ", " : " ";
    }

    private static boolean isHan(String text) {
        return !text.isEmpty() && text.codePoints().allMatch(Character::isIdeographic);
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private static String joined(List<String> parts, String separator) {
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(separator));
    }
}
