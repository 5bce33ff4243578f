package org.radhub.storage;

import java.time.Instant;
import java.util.Optional;

/** How it stands between the network and the object store, in this process. */
public interface SpoolHealth {
    Snapshot now();

    /**
     * @param spoolBytes size of the packs that lie in this process's spool
     * @param freeBytes free space of the spool's file system
     * @param unindexed instances that are kept and not yet in the index
     * @param indexing whether the index took what it was given last; false while the database is away, or takes nothing
     * @param uploadsWaiting sealed packs that the object store has not confirmed yet
     * @param lastUploadError what the object store said when it refused last, while uploads wait because of it
     * @param lastUploadErrorAt when that was
     * @param hindrance why a pack stays in the spool that the object store was not even asked to take, as a disk that cannot be read or is
     *     full, or an instance that the index does not take; it is tried again
     * @param damagedPacks packs of all spools in which instances were that cannot be read any more, and have not come again
     * @param lostInstances how many instances those are
     */
    record Snapshot(
            long spoolBytes,
            long freeBytes,
            long unindexed,
            boolean indexing,
            long uploadsWaiting,
            Optional<String> lastUploadError,
            Optional<Instant> lastUploadErrorAt,
            Optional<String> hindrance,
            long damagedPacks,
            long lostInstances) {}
}
