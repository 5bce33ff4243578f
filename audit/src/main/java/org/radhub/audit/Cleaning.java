package org.radhub.audit;

/** What of an access is kept: bounded, in characters that are safe to show, and exactly what the database gives back. */
final class Cleaning {
    private static final int NAME_LIMIT = 128;
    private static final int TEXT_LIMIT = 1000;
    /** Divides a phrase's key and arguments; see {@link org.radhub.registry.Phrase#encoded()}. */
    private static final int PHRASE_SEPARATOR = 0x1f;

    private Cleaning() {}

    static Access clean(Access access) {
        return new Access(
                cut(access.actor(), NAME_LIMIT),
                access.action(),
                access.success(),
                cut(access.site(), NAME_LIMIT),
                cut(access.object(), TEXT_LIMIT),
                cut(access.detail(), TEXT_LIMIT));
    }

    private static String cut(String text, int limit) {
        var kept = new StringBuilder();
        text.codePoints().limit(limit).map(Cleaning::shown).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static int shown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == PHRASE_SEPARATOR ? character : ' ';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '?';
            case Character.FORMAT -> turnsText(character) ? ' ' : character;
            default -> character;
        };
    }

    /** Bidirectional controls make a line read otherwise than it was written. */
    private static boolean turnsText(int character) {
        return character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069;
    }
}
