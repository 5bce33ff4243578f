package org.radhub.storage.objects;

import java.util.regex.Pattern;

/** The rule for keys that {@link org.radhub.storage.ObjectStore} states. */
final class ObjectKey {
    private static final int MAX_LENGTH = 512;
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]+");

    private ObjectKey() {}

    static String checked(String key) {
        if (key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("object key is longer than " + MAX_LENGTH + " characters");
        }
        for (var segment : key.split("/", -1)) {
            if (segment.equals(".")
                    || segment.equals("..")
                    || !SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException("object key has a segment that is not allowed");
            }
        }
        return key;
    }
}
