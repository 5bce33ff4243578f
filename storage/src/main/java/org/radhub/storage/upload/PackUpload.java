package org.radhub.storage.upload;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.intake.SpoolReader;
import org.radhub.storage.pack.DataSets;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackKeys;
import org.radhub.storage.pack.PackReader;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;
import org.radhub.storage.study.PackIndex.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends one pack: its needed entries are put, read back, compared with their digest, and only then does the index point there and the file
 * in the spool go. May be repeated after a crash at any place.
 */
@Component
class PackUpload {
    private static final Logger LOG = LoggerFactory.getLogger(PackUpload.class);

    private final Spool spool;
    private final PackIndex packs;
    private final Mending mending;
    private final EarlierUpload earlier;
    private final IndexFeed index;
    private final ObjectStore objects;
    private final Clock clock;

    /** Packs of which the index was asked to look for something since they were due last. */
    private final Set<UUID> lookedFor = ConcurrentHashMap.newKeySet();

    PackUpload(Spool spool, PackIndex packs, Mending mending, IndexFeed index, ObjectStore objects, Clock clock) {
        this.spool = spool;
        this.packs = packs;
        this.mending = mending;
        this.earlier = new EarlierUpload(packs, mending, objects, clock);
        this.index = index;
        this.objects = objects;
        this.clock = clock;
    }

    /** The object store did not take it, or did not give it back. */
    static final class Unconfirmed extends IOException {
        private static final long serialVersionUID = 1L;

        Unconfirmed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * @return false if it is too early: somebody writes to the pack, or the index is about to learn of something in it, or to forget something
     * @throws IOException if it did not work, or the index does not take something of the pack
     */
    boolean send(PackIndex.Due due) throws IOException {
        if (!spool.seal(due.id())) {
            return false;
        }
        if (spool.isGone(due.id()) && earlier.takeOver(due)) {
            return true;
        }
        var needed = needed(mending.contents(due), due);
        if (needed.isEmpty()) {
            return false;
        }
        if (needed.get().isEmpty()) {
            if (packs.dropped(due.id())) {
                spool.delete(due.id());
                return true;
            }
            return false;
        }
        var sealed = spool.sealedFile(due.id());
        var metadata = spool.metadataFile(due.id());
        try {
            // Before anything is changed in the pack: this finds what cannot be read.
            new PackMetadata(spool, packs).write(due.id(), needed.get(), metadata);
            Map<Long, Long> moved = Map.of();
            var file = spool.complete(due.id(), needed.get()).orElse(sealed);
            if (file.equals(sealed)) {
                moved = spool.compact(due.id(), needed.get(), sealed);
            }
            var key = PackKeys.pack(due.id(), due.series(), due.firstEntryAt());
            var digest = digest(file, needed.get());
            put(key, file, digest);
            put(PackKeys.metadata(key), metadata, digest(metadata));
            var kept = needed.get().stream().map(PackEntry::offset).toList();
            packs.stored(due.id(), key, Files.size(file), digest, clock.instant(), kept, moved);
            spool.delete(due.id());
            return true;
        } catch (Unreadable e) {
            if (mending.isLost(due, e.entry())) {
                return false;
            }
            throw e;
        } finally {
            Files.deleteIfExists(sealed);
            Files.deleteIfExists(metadata);
        }
    }

    /** The pack's digest, once each of its instances was found to have the one with which it was acknowledged. */
    private String digest(Path file, List<PackEntry> entries) throws IOException {
        try (var in = DataSets.digesting(spool.input(file));
                var reader = new PackReader(entries.get(0).pack(), in)) {
            for (var entry : entries) {
                requireSound(entry, reader);
            }
            if (reader.next().isPresent()) {
                throw new IOException("more is in " + file + " than was put there");
            }
            return DataSets.digest(in);
        }
    }

    private String digest(Path file) throws IOException {
        try (var in = spool.input(file)) {
            return DataSets.digest(in);
        }
    }

    private static void requireSound(PackEntry entry, PackReader reader) throws IOException {
        var found = reader.next().map(PackEntry::sopInstanceUid);
        if (!found.equals(Optional.of(entry.sopInstanceUid()))) {
            throw new Unreadable(entry, "its head is not where it was");
        }
        try {
            if (!DataSets.isKnown(DataSets.in(reader.file()), entry.arrival().digest())) {
                throw new Unreadable(entry, "its digest is another");
            }
        } catch (IllegalArgumentException | EOFException e) {
            throw new Unreadable(entry, e);
        }
    }

    /** Returns when the store has given it back as it was. */
    private void put(String key, Path file, String digest) throws IOException {
        try {
            boolean sameFile = objects.putForGood(key, file, digest);
            if (!sameFile && !read(key).equals(digest)) {
                throw new IOException("the object store gives back other bytes than it was given");
            }
        } catch (IOException e) {
            throw new Unconfirmed(e);
        }
    }

    private String read(String key) throws IOException {
        try (var in = objects.get(key)) {
            return DataSets.digest(in);
        }
    }

    /** The entries that the index points to; empty while the index does not know all of them. */
    private Optional<List<PackEntry>> needed(Spool.Contents contents, PackIndex.Due due) throws IOException {
        boolean behind = index.isBehind();
        var standings = packs.standings(contents.entries());
        // What it learnt in between is not in the answer.
        behind |= index.isBehind();
        var needed = new ArrayList<PackEntry>();
        boolean damaged = contents.damaged();
        for (var entry : contents.entries()) {
            var standing = standings.get(entry);
            if (standing == Standing.NEEDED) {
                needed.add(entry);
            } else if (standing == Standing.LOST) {
                // The index is told where it can be read after all, and only then the file may go without it.
                if (behind || index.isCatchingUp()) {
                    return Optional.empty();
                }
            } else if (standing != Standing.COPY && behind) {
                return Optional.empty();
            } else if (standing == Standing.UNKNOWN) {
                if (new SpoolReader(spool).read(entry).isPresent()) {
                    lookFor(entry);
                    return Optional.empty();
                }
                damaged = true;
            }
        }
        lookedFor.remove(due.id());
        if (damaged && spool.keepDamaged(due.id())) {
            LOG.error("pack {} holds bytes that cannot be read as instances; a copy of it is kept", due.id());
        }
        return Optional.of(needed);
    }

    /**
     * Has the index look for what it lacks of the pack.
     *
     * @throws IOException if that was in vain just now, or is known to be: the pack has to wait
     */
    private void lookFor(PackEntry entry) throws IOException {
        if (index.isRefused(entry) || !lookedFor.add(entry.pack())) {
            lookedFor.remove(entry.pack());
            throw new IOException("the index does not take instance " + entry.sopInstanceUid() + " of it");
        }
        index.lookAgain();
    }
}
