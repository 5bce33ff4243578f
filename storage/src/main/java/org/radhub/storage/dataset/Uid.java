package org.radhub.storage.dataset;

import java.nio.charset.StandardCharsets;

/** Unique identifiers (PS3.5 section 9), as the hub takes them. */
public final class Uid {
    private static final int MAX_LENGTH = 64;

    private Uid() {}

    /**
     * Whether it is digits and dots as they should be, at most 64 characters. Components with leading zeros are let through: devices send
     * them. Nothing else is, as UIDs become names of files.
     */
    public static boolean acceptable(String uid) {
        if (uid.isEmpty() || uid.length() > MAX_LENGTH) {
            return false;
        }
        char previous = '.';
        for (int i = 0; i < uid.length(); i++) {
            char character = uid.charAt(i);
            boolean digit = character >= '0' && character <= '9';
            if (!digit && (character != '.' || previous == '.')) {
                return false;
            }
            previous = character;
        }
        return previous != '.';
    }

    /** Without the padding that devices add: NUL as the standard says, or spaces. */
    public static String trimmed(String uid) {
        int end = uid.length();
        while (end > 0 && (uid.charAt(end - 1) == 0 || uid.charAt(end - 1) == ' ')) {
            end--;
        }
        return uid.substring(0, end).stripLeading();
    }

    static String of(byte[] value) {
        return trimmed(new String(value, StandardCharsets.ISO_8859_1));
    }
}
