package org.radhub.storage.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;
import org.springframework.stereotype.Component;

/** How full the spool is, and why. */
@Component
class SpoolWatch implements SpoolHealth {
    private final Spool spool;
    private final IndexFeed index;
    private final PackIndex packs;
    private final PackUploads uploads;

    SpoolWatch(Spool spool, IndexFeed index, PackIndex packs, PackUploads uploads) {
        this.spool = spool;
        this.index = index;
        this.packs = packs;
        this.uploads = uploads;
    }

    @Override
    public Snapshot now() {
        try {
            var failure = uploads.lastFailure();
            return new Snapshot(
                    spool.bytes(),
                    spool.freeBytes(),
                    index.waiting(),
                    !index.isFailing(),
                    packs.isAway() ? 0 : packs.uploadsWaiting(spool.node()),
                    failure.map(PackUploads.Failure::message),
                    failure.map(PackUploads.Failure::at));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
