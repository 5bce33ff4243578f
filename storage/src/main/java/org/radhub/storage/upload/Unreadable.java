package org.radhub.storage.upload;

import java.io.IOException;
import org.radhub.storage.pack.PackEntry;

/** An instance cannot be read back from the spool as it was acknowledged. */
final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient PackEntry entry;

    Unreadable(PackEntry entry, String how) {
        super("instance " + entry.sopInstanceUid() + " cannot be read back: " + how);
        this.entry = entry;
    }

    Unreadable(PackEntry entry, Exception cause) {
        super("instance " + entry.sopInstanceUid() + " cannot be read back", cause);
        this.entry = entry;
    }

    PackEntry entry() {
        return entry;
    }
}
