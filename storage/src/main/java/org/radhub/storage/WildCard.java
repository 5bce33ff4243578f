package org.radhub.storage;

/** Wild card matching (PS3.4 C.2.2.2.4). */
public final class WildCard {
    private WildCard() {}

    /** {@code *} is any text, {@code ?} any one character. Takes at most the product of the lengths in steps, whatever the pattern. */
    public static boolean matches(String pattern, String text) {
        var at = 0;
        var star = -1;
        var resume = 0;
        var i = 0;
        while (i < text.length()) {
            if (at < pattern.length()
                    && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(i))
                    && pattern.charAt(at) != '*') {
                at++;
                i++;
            } else if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
