package org.radhub.report.print;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.report.issued.Wording;

/**
 * Sets texts of people as HTML for one document: nothing in them is markup, the fonts that have their characters are noted, and what no font
 * has is shown by its number, as in {@code [U+1F44D]}, so that no character is lost without a sign. Characters that stand for nothing on
 * paper (joiners, variation selectors) are left out.
 */
final class Composition {
    private static final int BLANK_LINES_SHOWN = 2;
    private static final String TAB = "    ";

    private final Typecase typecase;
    private final TreeMap<String, Typeface> substitutes = new TreeMap<>();

    Composition(Typecase typecase) {
        this.typecase = typecase;
    }

    /** The fonts beside the main one that what was set so far needs, by name. */
    Collection<Typeface> substitutes() {
        return substitutes.values();
    }

    /** The fonts as a style sheet names them, the main one first. */
    String fontFamilies() {
        return Stream.concat(Stream.of(Typecase.MAIN), substitutes.keySet().stream())
                .map(family -> "'" + family + "'")
                .collect(Collectors.joining(", "));
    }

    /** The text on one line. */
    String line(String text) {
        return runs(Wording.cleanLine(text));
    }

    /** Each line of the text as a paragraph; of many blank lines one after the other, a few. */
    String paragraphs(String text) {
        var out = new StringBuilder();
        int blank = 0;
        for (var line : Wording.clean(text).strip().split("\n", -1)) {
            blank = line.isBlank() ? blank + 1 : 0;
            if (blank <= BLANK_LINES_SHOWN) {
                out.append("<p>")
                        .append(line.isBlank() ? "&#160;" : runs(line.stripTrailing()))
                        .append("</p>\n");
            }
        }
        return out.toString();
    }

    private String runs(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().filter(Composition::isShown).forEach(c -> put(out, c));
        return out.toString();
    }

    private void put(StringBuilder out, int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\t' -> out.append(TAB);
            default -> {
                if (hasGlyph(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(String.format(Locale.ROOT, "[U+%04X]", c));
                }
            }
        }
    }

    private boolean hasGlyph(int c) {
        if (typecase.isMain(c)) {
            return true;
        }
        var face = typecase.substitute(c);
        face.ifPresent(found -> substitutes.put(found.family(), found));
        return face.isPresent();
    }

    /** Whether it is seen on paper: not so soft hyphens, joiners, variation selectors, tags (Unicode 5.21, default ignorable). */
    private static boolean isShown(int c) {
        return c != 0x00AD
                && c != 0x034F
                && c != 0x061C
                && !(c >= 0x180B && c <= 0x180F)
                && !(c >= 0x200B && c <= 0x200F)
                && !(c >= 0x2060 && c <= 0x206F)
                && !(c >= 0xFE00 && c <= 0xFE0F)
                && !(c >= 0xE0000 && c <= 0xE0FFF);
    }
}
