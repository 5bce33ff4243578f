package org.radhub.storage.recovery;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.radhub.storage.pack.PackKeys;

/** A pack in the object store, by its key (see {@link PackKeys}). */
record PackObject(String key, UUID id, String study, String series) {
    private static final Pattern KEY = Pattern.compile("studies/[^/]+/\\d{4}/([0-9.]{1,64})/([0-9.]{1,64})/"
            + "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.tar");

    /** Empty if no pack is called so. */
    static Optional<PackObject> of(String key) {
        var matcher = KEY.matcher(key);
        return matcher.matches()
                ? Optional.of(
                        new PackObject(key, UUID.fromString(matcher.group(3)), matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** The pack that the metadata of this key lies beside; empty if no metadata object is called so. */
    static Optional<PackObject> ofMetadata(String key) {
        int end = key.indexOf(".metadata.");
        return (end < 0 ? Optional.<PackObject>empty() : of(key.substring(0, end) + ".tar"))
                .filter(pack -> PackKeys.metadata(pack.key()).equals(key));
    }
}
