package org.radhub.storage.upload;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.intake.SpoolReader;
import org.radhub.storage.pack.Arrival;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.LostInstances;
import org.radhub.storage.study.PackIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is done where the disk has damaged a pack before it left the spool. An instance of which the head alone is damaged gets a new one,
 * since the index knows what stood in it. What cannot be read any more is written down as lost, until it is read after all or comes again:
 * the rest of the pack goes its way, and a copy of the damaged file stays for a person.
 */
@Component
class Mending {
    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private static final int UIDS_PER_LINE = 50;

    /** More than the File Meta Information that the hub writes. */
    private static final int BEGINNING = 4096;

    private final Spool spool;
    private final PackIndex packs;
    private final LostInstances lost;
    private final IndexFeed index;
    private final Clock clock;

    Mending(Spool spool, PackIndex packs, LostInstances lost, IndexFeed index, Clock clock) {
        this.spool = spool;
        this.packs = packs;
        this.lost = lost;
        this.index = index;
        this.clock = clock;
    }

    /**
     * What a sealed pack holds. All that the index has of it is in it, or is known to be lost by now.
     *
     * @throws IOException if what can be read could not be mended: it must not go with the file
     */
    Spool.Contents contents(PackIndex.Due due) throws IOException {
        var contents = found(due);
        var missing = missing(due, contents);
        if (missing.isEmpty()) {
            return contents;
        }
        var whole = new ArrayList<PackEntry>();
        var unreadable = new ArrayList<Long>();
        for (var known : missing) {
            readable(due, known).ifPresentOrElse(whole::add, () -> unreadable.add(known.fileOffset()));
        }
        if (!unreadable.isEmpty()) {
            lose(due, unreadable);
        }
        for (var entry : whole) {
            spool.mend(entry);
        }
        var mended = found(due);
        int left = missing(due, mended).size();
        if (left > 0) {
            throw new IOException("pack " + due.id() + " in the spool is damaged and cannot be mended: it lacks " + left
                    + " instances that the index has of it, and stays there");
        }
        if (!whole.isEmpty()) {
            LOG.warn("pack {} was damaged before {} instances, which are whole; it is mended", due.id(), whole.size());
        }
        return mended;
    }

    private Spool.Contents found(PackIndex.Due due) throws IOException {
        try {
            return spool.contents(due.id());
        } catch (NoSuchFileException e) {
            // What is lost with it is said when that is written down.
            LOG.debug("pack {} is not in the spool any more", due.id(), e);
            return new Spool.Contents(List.of(), false);
        }
    }

    /** What the index has of the pack, and its headers do not show as it is. */
    private List<PackIndex.Known> missing(PackIndex.Due due, Spool.Contents contents) {
        var there = contents.entries().stream().collect(Collectors.toMap(PackEntry::offset, entry -> entry));
        return packs.known(due.id()).stream()
                .filter(known -> !isSaidBy(there.get(known.fileOffset()), known, due))
                .toList();
    }

    /** A header carries no checksum of all that it says: whose an instance is must not change with a bit. */
    static boolean isSaidBy(PackEntry entry, PackIndex.Known known, PackIndex.Due due) {
        return entry != null
                && entry.arrival().digest().equals(known.digest())
                && entry.sopInstanceUid().equals(known.sopUid())
                && entry.seriesInstanceUid().equals(due.series().seriesInstanceUid())
                && entry.arrival().studyInstanceUid().equals(due.series().studyInstanceUid())
                && entry.arrival().site().equals(due.series().site());
    }

    /** The instance that the index has at this place, if its bytes are there. */
    private Optional<PackEntry> readable(PackIndex.Due due, PackIndex.Known known) throws IOException {
        try (var in = spool.open(due.id(), known.fileOffset(), Math.min(known.length(), BEGINNING))) {
            var entry = entry(due, known, in.readAllBytes());
            return isReadable(entry) ? Optional.of(entry) : Optional.empty();
        } catch (EOFException e) {
            LOG.error("pack {} ends before its instance {} does: {}", due.id(), known.sopUid(), e.getMessage());
            return Optional.empty();
        } catch (NoSuchFileException e) {
            LOG.debug("pack {} is gone with its instance {}", due.id(), known.sopUid(), e);
            return Optional.empty();
        }
    }

    /** What stood in its head, as far as the index knows it, and the beginning of its file. */
    private static PackEntry entry(PackIndex.Due due, PackIndex.Known known, byte[] beginning) {
        var arrival = new Arrival(
                due.series().site(),
                FileMeta.text(beginning, FileMeta.SOURCE_APPLICATION_ENTITY_TITLE),
                "",
                due.series().studyInstanceUid(),
                known.sopClass().isEmpty()
                        ? FileMeta.text(beginning, FileMeta.MEDIA_STORAGE_SOP_CLASS_UID)
                        : known.sopClass(),
                known.transferSyntax().isEmpty()
                        ? FileMeta.text(beginning, FileMeta.TRANSFER_SYNTAX_UID)
                        : known.transferSyntax(),
                known.receivedAt(),
                known.receivedAt(),
                known.digest(),
                Optional.of(known.pixelFingerprint()).filter(fingerprint -> !fingerprint.isEmpty()));
        return new PackEntry(
                due.id(),
                known.fileOffset(),
                known.length(),
                due.series().seriesInstanceUid(),
                known.sopUid(),
                arrival);
    }

    private boolean isReadable(PackEntry entry) throws IOException {
        return new SpoolReader(spool).read(entry).isPresent();
    }

    /** Whether the instance, of which something could not be read, is lost; that is written down then. */
    boolean isLost(PackIndex.Due due, PackEntry entry) throws IOException {
        if (isReadable(entry)) {
            return false;
        }
        lose(due, List.of(entry.offset()));
        return true;
    }

    /** Writes down what begins at these offsets as lost. */
    void lose(PackIndex.Due due, List<Long> offsets) throws IOException {
        var how = spool.isGone(due.id())
                ? "is not in the spool any more, and the object store has not got them (if its file is found, it can be put back"
                        + " before the next start)"
                : "is damaged";
        spool.keepDamaged(due.id());
        var uids = lost.add(due.id(), due.series(), offsets, clock.instant());
        for (int from = 0; from < uids.size(); from += UIDS_PER_LINE) {
            LOG.error(
                    "pack {} {}; of study {} these instances cannot be read any more, and have to be sent again: {}",
                    due.id(),
                    how,
                    due.series().studyInstanceUid(),
                    String.join(" ", uids.subList(from, Math.min(uids.size(), from + UIDS_PER_LINE))));
        }
        // Copies that were not needed are now.
        index.lookAgain();
    }
}
