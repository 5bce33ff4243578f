package org.radhub.storage.study;

/** Wild card matching (PS3.4 C.2.2.2.4) as a LIKE pattern. */
final class WildCards {
    /** No character sorts behind it, and no text has it. */
    static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private WildCards() {}

    /** Whether it matches everything. */
    static boolean all(String key) {
        return key.chars().allMatch(character -> character == '*');
    }

    static boolean none(String key) {
        return key.indexOf('*') < 0 && key.indexOf('?') < 0;
    }

    /** What every match begins with. */
    static String start(String key) {
        int end = 0;
        while (end < key.length() && key.charAt(end) != '*' && key.charAt(end) != '?') {
            end++;
        }
        return key.substring(0, end);
    }

    /** {@code *} and {@code ?} as LIKE has them, everything else as itself. */
    static String like(String key) {
        var pattern = new StringBuilder(key.length() + 8);
        key.chars().forEach(character -> {
            switch (character) {
                case '*' -> pattern.append('%');
                case '?' -> pattern.append('_');
                case '%', '_', '\\' -> pattern.append('\\').append((char) character);
                default -> pattern.append((char) character);
            }
        });
        return pattern.toString();
    }
}
