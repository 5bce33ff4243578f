package org.radhub.storage.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.LostInstances;
import org.radhub.storage.study.PackIndex;
import org.springframework.stereotype.Component;

/** How full the spool is, and why. */
@Component
class SpoolWatch implements SpoolHealth {
    private final Spool spool;
    private final IndexFeed index;
    private final PackIndex packs;
    private final PackUploads uploads;
    private final LostInstances lost;

    /** What the database said last. */
    private volatile LostInstances.Count gone = new LostInstances.Count(0, 0);

    SpoolWatch(Spool spool, IndexFeed index, PackIndex packs, PackUploads uploads, LostInstances lost) {
        this.spool = spool;
        this.index = index;
        this.packs = packs;
        this.uploads = uploads;
        this.lost = lost;
    }

    @Override
    public Snapshot now() {
        try {
            var refusal = uploads.lastRefusal();
            boolean away = packs.isAway();
            if (!away) {
                gone = lost.count();
            }
            var said = gone;
            return new Snapshot(
                    spool.bytes(),
                    spool.freeBytes(),
                    index.waiting(),
                    !index.isFailing(),
                    away ? 0 : packs.uploadsWaiting(spool.node()),
                    refusal.map(PackUploads.Failure::message),
                    refusal.map(PackUploads.Failure::at),
                    uploads.lastHindrance().map(PackUploads.Failure::message),
                    said.packs(),
                    said.instances());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
