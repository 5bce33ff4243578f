package org.radhub.storage.dataset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A declaration of Specific Character Set (0008,0005) as it is meant (PS3.3 C.12.1.1.2), whatever its spelling.
 *
 * @param terms defined terms in the standard's spelling; an empty first one is the default repertoire
 * @param legal whether it was declared as the standard says
 */
record CharacterSets(List<String> terms, boolean legal) {
    static final String UTF_8 = "ISO_IR 192";

    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("100", "ISO-8859-1"),
            Map.entry("101", "ISO-8859-2"),
            Map.entry("109", "ISO-8859-3"),
            Map.entry("110", "ISO-8859-4"),
            Map.entry("144", "ISO-8859-5"),
            Map.entry("127", "ISO-8859-6"),
            Map.entry("126", "ISO-8859-7"),
            Map.entry("138", "ISO-8859-8"),
            Map.entry("148", "ISO-8859-9"),
            Map.entry("203", "ISO-8859-15"),
            Map.entry("166", "TIS-620"));

    /** Spellings that are none of the standard's, without separators. */
    private static final Map<String, String> MISSPELT = Map.ofEntries(
            Map.entry("UTF8", UTF_8),
            Map.entry("UNICODE", UTF_8),
            Map.entry("UNICODEUTF8", UTF_8),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"),
            Map.entry("GB2312", "GBK"),
            Map.entry("CP936", "GBK"),
            Map.entry("LATIN1", "ISO_IR 100"),
            Map.entry("ISO88591", "ISO_IR 100"),
            Map.entry("ASCII", ""),
            Map.entry("ISOIR6", ""),
            Map.entry("ISO2022IR6", ""));

    private static final List<String> KNOWN_NUMBERS =
            List.of("13", "100", "101", "109", "110", "126", "127", "138", "144", "148", "166", "192", "203");
    private static final List<String> KNOWN_EXTENSIONS = List.of(
            "13", "58", "87", "100", "101", "109", "110", "126", "127", "138", "144", "148", "149", "159", "166",
            "203");

    static CharacterSets declaredBy(byte[] value) {
        var text = new String(value, StandardCharsets.ISO_8859_1);
        var terms = new ArrayList<String>();
        boolean legal = true;
        for (var part : Uid.trimmed(text).split("\\\\", -1)) {
            var spelt = part.strip();
            var meant = meant(spelt);
            legal &= meant.isPresent()
                    && (meant.get().equals(spelt) || spelt.equals("ISO_IR 6") || spelt.equals("ISO 2022 IR 6"));
            meant.ifPresent(terms::add);
        }
        if (terms.size() > 1 && terms.stream().anyMatch(CharacterSets::standsAlone)) {
            legal = false;
            var alone = terms.stream().filter(CharacterSets::standsAlone).findFirst();
            terms.removeIf(term -> !term.equals(alone.orElseThrow()));
        }
        return new CharacterSets(List.copyOf(terms), legal);
    }

    private static boolean standsAlone(String term) {
        return term.equals(UTF_8) || term.equals("GB18030") || term.equals("GBK");
    }

    private static Optional<String> meant(String spelt) {
        if (spelt.isEmpty()) {
            return Optional.of("");
        }
        var plain = spelt.toUpperCase(Locale.ROOT).replaceAll("[ _-]", "");
        if (MISSPELT.containsKey(plain)) {
            return Optional.of(MISSPELT.get(plain));
        }
        if (plain.startsWith("ISO2022IR") && KNOWN_EXTENSIONS.contains(plain.substring(9))) {
            return Optional.of("ISO 2022 IR " + plain.substring(9));
        }
        if (plain.startsWith("ISOIR") && KNOWN_NUMBERS.contains(plain.substring(5))) {
            return Optional.of("ISO_IR " + plain.substring(5));
        }
        return Optional.empty();
    }

    /** Nothing is declared, or nothing that is understood. */
    boolean none() {
        return terms.stream().allMatch(String::isEmpty);
    }

    boolean utf8() {
        return terms.contains(UTF_8);
    }

    boolean gb18030() {
        return terms.contains("GB18030") || terms.contains("GBK");
    }

    boolean japanese() {
        return terms.stream().anyMatch(term -> term.matches("ISO(_IR| 2022 IR) (13|87|159)"));
    }

    boolean korean() {
        return terms.contains("ISO 2022 IR 149");
    }

    /** Its high bytes are Latin letters, so that pairs of them are rare. */
    boolean latin() {
        return single().filter(set -> List.of(
                                "ISO-8859-1", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-9", "ISO-8859-15")
                        .contains(set.name()))
                .isPresent();
    }

    /** The character set of eight bits that holds before any escape sequence, where it is not the default one. */
    Optional<Charset> single() {
        if (terms.isEmpty() || !terms.get(0).contains(" ")) {
            return Optional.empty();
        }
        var number = terms.get(0).substring(terms.get(0).lastIndexOf(' ') + 1);
        return Optional.ofNullable(SINGLE.get(number)).map(Charset::forName);
    }
}
