package org.radhub.storage.upload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.intake.SpoolReader;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;
import org.radhub.storage.study.PackIndex.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Files in the spool whose packs have left it. The process may have ended just before it removed them; or they were away, on a disk that is
 * back, while their packs were written off: then they hold the only copy of what was lost.
 */
@Component
class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Spool spool;
    private final PackIndex packs;
    private final IndexFeed index;

    Leftovers(Spool spool, PackIndex packs, IndexFeed index) {
        this.spool = spool;
        this.packs = packs;
        this.index = index;
    }

    /** Removes the files that hold nothing that is lacking elsewhere. What is lacking is taken in again. */
    void remove() throws IOException {
        boolean any = false;
        for (var pack : spool.packs()) {
            if (!packs.isSpooled(pack)) {
                any |= isTakenIn(pack);
            }
        }
        if (any) {
            index.lookAgain();
        }
    }

    private boolean isTakenIn(UUID pack) {
        try {
            if (packs.cameBack(pack, spool.node())) {
                // Where nothing in it is needed, it is dropped again.
                LOG.warn("pack {} had been given up, and its file is in the spool; it is looked through again", pack);
                return true;
            }
            var lacking = lacking(pack);
            if (!lacking.isEmpty()) {
                spool.renew(pack, lacking);
                LOG.warn(
                        "{} instances in the file of pack {} are not in the object store; they are taken in again",
                        lacking.size(),
                        pack);
            }
            spool.delete(pack);
            return !lacking.isEmpty();
        } catch (IOException e) {
            // The others do not wait for it.
            LOG.error("the file of pack {}, which has left the spool, stays there until the next start", pack, e);
            return false;
        }
    }

    /** What can be read of it, and is lost or not in the index. */
    private List<PackEntry> lacking(UUID pack) throws IOException {
        var entries = spool.entries(pack);
        var standings = packs.standings(entries);
        var lacking = new ArrayList<PackEntry>();
        for (var entry : entries) {
            var standing = standings.get(entry);
            if ((standing == Standing.LOST || standing == Standing.UNKNOWN)
                    && new SpoolReader(spool).read(entry).isPresent()) {
                lacking.add(entry);
            }
        }
        return lacking;
    }
}
