package org.radhub.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is done with the archive while the hub does not run: making its index anew, and looking at every byte that it keeps. */
public interface Recovery {
    /**
     * Puts everything that lies in the object store into the index: studies, series, instances, what was put aside, and the packs. What
     * the index has already stays as it is, except places that are wrong. May be interrupted and begun again, which carries on, and may
     * be repeated. Packs in the spool are left to the hub, which takes them up when it starts. Objects beside the packs that are missing or
     * damaged are made of them again.
     *
     * <p>Studies come back as complete, and nobody is told of them: they were read already, or asked for. A study that had a read case
     * meets it again, as a study's id follows from its site and UID.
     *
     * @param readSince studies that the index did not have, and of which something came since then, are told of as arrived when the hub
     *     starts, so that those without a read case get one
     * @throws IOException if the object store stops answering; what was done until then is kept
     */
    Result rebuildIndex(Optional<Instant> readSince, Progress progress) throws IOException;

    /**
     * Reads everything in the object store and in this process's spool, compares every digest, and compares the index with both.
     *
     * @param bytesPerSecond how fast it reads at most; 0 for as fast as it can
     */
    default Result verify(long bytesPerSecond, Progress progress) throws IOException {
        return verify(bytesPerSecond, WriteOff.NOTHING, progress);
    }

    /**
     * The same, and then writes off what is asked for; the findings say how it was before that.
     *
     * @throws IllegalStateException if the object store may be another one than the index speaks of, or the process of a spool that is said to be
     *     gone runs; nothing is written off then
     */
    Result verify(long bytesPerSecond, WriteOff writeOff, Progress progress) throws IOException;

    /**
     * What may be written down as lost. Then it is told as lost, nobody is told that it is safe, and what is sent again takes its place
     * instead of being taken for a copy. Its rows stay: where the object store has it again, {@link #rebuildIndex} takes it back.
     *
     * @param unreadable instances of which the object store, asked once more, does not give the bytes that were kept
     * @param nodes spools that are gone for good, by their node-id: what has not left them
     * @param most also where the object store gives back nothing at all of more than half of the packs that the index has there: it may be
     *     another one, or an old copy
     */
    record WriteOff(boolean unreadable, Set<UUID> nodes, boolean most) {
        public static final WriteOff NOTHING = new WriteOff(false, Set.of(), false);
    }

    /** Told by several threads, one at a time. */
    interface Progress {
        /** What has been done so far, every few seconds. */
        void soFar(String line);

        /** What was not looked at, and why; nothing is known to be wrong with it. */
        default void leftOut(String line) {
            soFar(line);
        }

        void found(Finding finding);

        /** What was done about what was found, or can be. */
        default void note(String line) {
            soFar(line);
        }
    }

    /** What may be wrong. */
    enum Kind {
        /** Bytes are not those that were kept. */
        CHANGED,
        /** The index has it, and its bytes are not there; or an object that belongs to a pack is not there. */
        MISSING,
        /** The index points to another place than where it lies. */
        MISPLACED,
        /** It is kept, and not in the index. */
        UNINDEXED,
        /** An object that belongs to nothing. */
        ORPHAN
    }

    /**
     * One thing that is wrong. Empty strings where it is not about a single series or instance, or nothing is known.
     *
     * @param place object key or file, and the offset in it
     */
    record Finding(Kind kind, String site, String study, String series, String instance, String place, String why) {}

    /** What was looked at, and how much of it was wrong. */
    record Result(long packs, long instances, long bytes, long findings) {}
}
