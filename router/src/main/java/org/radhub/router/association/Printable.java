package org.radhub.router.association;

/** What others say of themselves, as it may be shown and logged. */
final class Printable {
    private static final int LONGEST = 64;

    private Printable() {}

    /** One bounded line of printable ASCII; everything else becomes a question mark. */
    static String line(String text) {
        var line = new StringBuilder();
        text.codePoints().limit(LONGEST).map(c -> c < ' ' || c > '~' ? '?' : c).forEach(line::appendCodePoint);
        return line.toString();
    }
}
