package org.radhub.storage.recovery;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Recovery;
import org.radhub.storage.pack.DataSets;
import org.radhub.storage.pack.PackKeys;
import org.radhub.storage.pack.SeriesKey;
import org.radhub.storage.processes.ProcessBook;
import org.radhub.storage.study.LostInstances;
import org.radhub.storage.study.PackIndex;

/**
 * Writes down as lost what a verification found missing or changed, as far as that was asked for. It does so when everything was read, and
 * the object store was seen to be the one that the index speaks of: another one lacks everything.
 */
final class WritingOff {
    private final Recovery.WriteOff asked;
    private final IndexedPacks index;
    private final PackIndex packs;
    private final LostInstances lost;
    private final ProcessBook processes;
    private final ObjectStore objects;
    private final SideObjects beside;
    private final ReadingRate rate;
    private final Tally tally;
    private final Clock clock;

    /** Packs of the object store in which something is missing or changed. */
    private final Set<UUID> lacking = ConcurrentHashMap.newKeySet();

    /** How many of them have nothing in them that is as it was kept, or are not there. */
    private final AtomicLong absent = new AtomicLong();

    /** Packs that lay in spools that are to be taken for gone. */
    private final List<IndexedPacks.Pack> gone = new ArrayList<>();

    WritingOff(
            Recovery.WriteOff asked,
            IndexedPacks index,
            PackIndex packs,
            LostInstances lost,
            ProcessBook processes,
            ObjectStore objects,
            SideObjects beside,
            ReadingRate rate,
            Tally tally,
            Clock clock) {
        this.asked = asked;
        this.index = index;
        this.packs = packs;
        this.lost = lost;
        this.processes = processes;
        this.objects = objects;
        this.beside = beside;
        this.rate = rate;
        this.tally = tally;
        this.clock = clock;
    }

    /**
     * Something that the index has in this pack of the object store was not found there as it was.
     *
     * @param sound whether something else was
     */
    void lacking(UUID pack, boolean sound) {
        if (lacking.add(pack) && !sound) {
            absent.incrementAndGet();
        }
    }

    /** Whether the spool of this node is to be taken for gone. */
    boolean isGone(UUID node) {
        return asked.nodes().contains(node);
    }

    /** It lay in a spool that is gone. */
    void gone(IndexedPacks.Pack pack) {
        gone.add(pack);
    }

    /**
     * All that was found, now that everything was read.
     *
     * @throws IllegalStateException if the object store may be another one, or a spool is in use
     */
    void all() throws IOException {
        var doubt = asked.most() ? Optional.<String>empty() : doubt();
        boolean writes = asked.unreadable() || !asked.nodes().isEmpty();
        if (writes && doubt.isPresent()) {
            throw new IllegalStateException("nothing is written off: " + doubt.get()
                    + "; if it is the right one, and they are lost, say --write-off-most as well");
        }
        processes.all().stream()
                .filter(process -> !process.gone() && asked.nodes().contains(process.node()))
                .findFirst()
                .ifPresent(process -> {
                    throw new IllegalStateException("nothing is written off: the process with the node-id "
                            + process.node() + " runs, or did a moment ago; what lies in its spool is not gone");
                });
        gone.forEach(this::spooled);
        asked.nodes().forEach(processes::giveUp);
        if (asked.unreadable()) {
            unreadable();
        } else if (!lacking.isEmpty()) {
            tally.note(doubt.orElseGet(() -> "something in " + lacking.size()
                    + " packs of the object store is missing or changed; what is sent again"
                    + " is taken for a copy of it, until it is written off with --write-off"));
        }
    }

    /** Why this may not be the object store that the index speaks of: it lacks more packs than it has. */
    private Optional<String> doubt() {
        long missing = absent.get();
        if (missing == 0) {
            return Optional.empty();
        }
        long stored = index.stored();
        return 2 * missing <= stored
                ? Optional.empty()
                : Optional.of("of " + stored + " packs that the index has in the object store, " + missing
                        + " are not in " + objects.place()
                        + ", or nothing in them is as it was kept; it may be another one, or an old copy");
    }

    private void spooled(IndexedPacks.Pack pack) {
        var places = index.places(pack.id());
        var written = lost.add(pack.id(), series(pack), places.keySet(), clock.instant());
        packs.dropped(pack.id());
        tally.note(written.size() + " instances of pack " + pack.id() + " in the spool of node " + pack.nodeId()
                + " are written off");
    }

    /** What cannot be read in the object store, looked at once more: what stands around an instance may be all that changed. */
    private void unreadable() throws IOException {
        for (var id : lacking) {
            var pack = index.find(id);
            if (pack.isPresent()) {
                unreadable(pack.get());
            }
        }
    }

    private void unreadable(IndexedPacks.Pack pack) throws IOException {
        var unreadable = new ArrayList<Long>();
        for (var place : index.places(pack.id()).values()) {
            if (!isReadable(pack, place)) {
                unreadable.add(place.fileOffset());
            }
        }
        if (!unreadable.isEmpty()) {
            // First, so that they never show what is lost, wherever this ends; without them the pack is read.
            objects.delete(PackKeys.metadata(pack.objectKey()));
            var written = lost.addStored(pack.id(), series(pack), unreadable, clock.instant());
            beside.makeMetadata(pack);
            tally.note(written.size() + " instances of " + pack.objectKey()
                    + " are written off, and have to be sent again");
        }
    }

    private boolean isReadable(IndexedPacks.Pack pack, IndexedPacks.Place place) throws IOException {
        try (var file = rate.limit(objects.get(pack.objectKey(), place.fileOffset(), place.length()))) {
            if (DataSets.isSound(file, place.digest())) {
                return true;
            }
            // A connection that ended says nothing of what is kept: that ends this.
            try {
                file.transferTo(OutputStream.nullOutputStream());
            } catch (EOFException e) {
                throw new IOException("the object store did not give all of " + pack.objectKey(), e);
            }
            return false;
        } catch (NoSuchFileException | EOFException e) {
            return false;
        }
    }

    private static SeriesKey series(IndexedPacks.Pack pack) {
        return new SeriesKey(pack.site(), pack.studyUid(), pack.seriesUid());
    }
}
