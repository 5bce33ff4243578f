package org.radhub.storage.upload;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.pack.DataSets;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackKeys;
import org.radhub.storage.pack.PackReader;
import org.radhub.storage.study.PackIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs that were uploaded, and of which the index does not know that: it was restored to how it was before. Their files are gone from the
 * spool, and all that they held is in the object store.
 */
final class EarlierUpload {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierUpload.class);

    private final PackIndex packs;
    private final Mending mending;
    private final ObjectStore objects;
    private final Clock clock;

    EarlierUpload(PackIndex packs, Mending mending, ObjectStore objects, Clock clock) {
        this.packs = packs;
        this.mending = mending;
        this.objects = objects;
        this.clock = clock;
    }

    /** What the store has of a pack. */
    private record Found(List<PackEntry> sound, long bytes, String sha256) {}

    /** An instance by what stays the same wherever in a pack it lies. */
    private record Identity(String sopUid, String digest) {
        static Identity of(PackEntry entry) {
            return new Identity(entry.sopInstanceUid(), entry.arrival().digest());
        }
    }

    /**
     * Lets the index point to the object store where that has the pack. What the index has of it, and the object has not as it was
     * acknowledged, is lost.
     *
     * @return false if the store has no such pack
     * @throws PackUpload.Unconfirmed if it cannot be asked: nothing is lost as long as nobody knows
     */
    boolean takeOver(PackIndex.Due due) throws IOException {
        var key = PackKeys.pack(due.id(), due.series(), due.firstEntryAt());
        var stored = find(key, due);
        if (stored.isEmpty()) {
            return false;
        }
        var found = stored.get();
        var there = found.sound().stream().collect(Collectors.toMap(Identity::of, entry -> entry, (one, other) -> one));
        var kept = new ArrayList<Long>();
        var moved = new HashMap<Long, Long>();
        var missing = new ArrayList<Long>();
        for (var known : packs.known(due.id())) {
            var entry = there.get(new Identity(known.sopUid(), known.digest()));
            if (!Mending.isSaidBy(entry, known, due)) {
                missing.add(known.fileOffset());
                continue;
            }
            kept.add(known.fileOffset());
            if (entry.offset() != known.fileOffset()) {
                moved.put(known.fileOffset(), entry.offset());
            }
        }
        if (!missing.isEmpty()) {
            mending.lose(due, missing);
        }
        packs.stored(due.id(), key, found.bytes(), found.sha256(), clock.instant(), kept, moved);
        LOG.warn(
                "pack {} had been uploaded before, and the index did not know it; it is read from the object store",
                due.id());
        int more = packs.unknown(found.sound()).size();
        if (more > 0) {
            LOG.error(
                    "pack {} holds {} instances that the index has not got; radhub rebuild-index puts them there",
                    due.id(),
                    more);
        }
        return true;
    }

    private Optional<Found> find(String key, PackIndex.Due due) throws IOException {
        try {
            var length = objects.length(key);
            return length.isEmpty() ? Optional.empty() : Optional.of(read(key, due, length.get()));
        } catch (NoSuchFileException e) {
            LOG.debug("{} was deleted meanwhile", key, e);
            return Optional.empty();
        } catch (IOException e) {
            throw new PackUpload.Unconfirmed(e);
        }
    }

    private Found read(String key, PackIndex.Due due, long length) throws IOException {
        var sound = new ArrayList<PackEntry>();
        try (var in = DataSets.digesting(objects.get(key));
                var reader = new PackReader(due.id(), in)) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                if (DataSets.isSound(reader.file(), entry.get().arrival().digest())) {
                    sound.add(entry.get());
                }
            }
            if (reader.position() != length) {
                // Nothing is lost because a connection ended.
                throw new IOException(
                        "of " + key + " the object store gave " + reader.position() + " bytes, not " + length);
            }
            // Of a pack that changed, the index keeps what it should be, so that nobody takes it for sound.
            return new Found(sound, length, objects.digest(key).orElse(DataSets.digest(in)));
        }
    }
}
