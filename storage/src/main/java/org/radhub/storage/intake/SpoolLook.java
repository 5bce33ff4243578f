package org.radhub.storage.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.KeptInstance;
import org.radhub.storage.study.PackIndex;
import org.radhub.storage.study.PackIndex.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the spool for what the index lacks. */
final class SpoolLook {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolLook.class);

    private final Spool spool;
    private final PackIndex packs;
    private final LeftOut left;
    private final Consumer<List<KeptInstance>> index;
    private final int batch;
    private final SpoolReader reader;

    /**
     * @param left what need not be looked at, and what turns out to be of that kind
     * @param index takes what the index lacks
     * @param batch how many instances it takes at once
     */
    SpoolLook(Spool spool, PackIndex packs, LeftOut left, Consumer<List<KeptInstance>> index, int batch) {
        this.spool = spool;
        this.packs = packs;
        this.left = left;
        this.index = index;
        this.batch = batch;
        this.reader = new SpoolReader(spool);
    }

    /** At all packs. */
    void atAll() throws IOException {
        for (var pack : spool.packs()) {
            at(pack);
        }
    }

    /** At these packs, and what was left out of them. */
    void again(Collection<UUID> leftOut) throws IOException {
        for (var pack : leftOut) {
            left.forgetRefused(pack);
            at(pack);
        }
    }

    /** Those packs that were not to be read, and can be now. Takes as long as the disk needs to say so. */
    List<UUID> readableAgain() {
        return left.unreadable().stream().filter(this::isReadable).toList();
    }

    private boolean isReadable(UUID pack) {
        try {
            var entries = spool.entries(pack);
            if (!entries.isEmpty()) {
                var last = entries.get(entries.size() - 1);
                try (var in = spool.open(pack, 0, last.offset() + last.length())) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            // The index knows whether it has left the spool.
            return true;
        } catch (IOException e) {
            LOG.debug("pack {} still cannot be read", pack, e);
            return false;
        }
    }

    /** A pack that the disk does not give back keeps no other from the index. */
    private void at(UUID pack) throws ClosedByInterruptException {
        if (!packs.isSpooled(pack)) {
            left.readable(pack);
            return;
        }
        try {
            throughout(pack);
            if (left.readable(pack)) {
                LOG.info("pack {} can be read again, and the index has what it lacked of it", pack);
            }
        } catch (ClosedByInterruptException e) {
            // Told to stop: there is nothing wrong with the pack.
            throw e;
        } catch (NoSuchFileException e) {
            LOG.debug("pack {} has left the spool", pack, e);
        } catch (IOException e) {
            if (left.unreadable(pack)) {
                LOG.error("pack {} cannot be read, and what the index lacks of it stays outside until it can", pack, e);
            }
        }
    }

    private void throughout(UUID pack) throws IOException {
        var found = new ArrayList<KeptInstance>();
        var entries = spool.entries(pack);
        var standings = packs.standings(entries);
        for (var entry : entries) {
            var standing = standings.get(entry);
            if (!standing.isUntold() || left.has(entry)) {
                continue;
            }
            var instance = reader.read(entry);
            instance.ifPresent(found::add);
            if (instance.isEmpty() && standing != Standing.LOST) {
                // What is lost is counted as that.
                left.unsound(entry);
            }
            if (found.size() == batch) {
                index.accept(found);
                found.clear();
            }
        }
        index.accept(found);
    }
}
