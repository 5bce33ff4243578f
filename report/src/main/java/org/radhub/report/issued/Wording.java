package org.radhub.report.issued;

import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;

/** Texts from outside, made fit to keep, to digest and to print. */
public final class Wording {
    private Wording() {}

    /**
     * The text as it is kept: every kind of line end is one U+000A; control characters (but tab and line end), Unicode's
     * noncharacters and the characters that turn the direction of what follows are gone; half a surrogate pair is U+FFFD. Everything
     * else stays as it was typed.
     */
    public static String clean(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\r') {
                out.append('\n');
                if (i < text.length() && text.charAt(i) == '\n') {
                    i++;
                }
            } else if (c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029) {
                out.append('\n');
            } else if (Character.getType(c) == Character.SURROGATE) {
                out.append('\uFFFD');
            } else if (stays(c)) {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    /** The same on one line: line ends and tabs are spaces. */
    public static String cleanLine(String text) {
        return clean(text).replace('\n', ' ').replace('\t', ' ').strip();
    }

    /** The cleaned text; INVALID if it has more than so many characters (code points). */
    public static String clean(String text, int limit, String tooLong) {
        if (text.length() > 2L * limit + 2 || text.codePointCount(0, text.length()) > limit) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(tooLong, limit));
        }
        return clean(text);
    }

    private static boolean stays(int c) {
        boolean control = Character.getType(c) == Character.CONTROL && c != '\n' && c != '\t';
        boolean nonCharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return !control && !nonCharacter && !turnsDirection && c != 0xFEFF;
    }
}
