package org.radhub.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.dataset.FileMeta;

/** What is kept, and its bytes. Who may ask is for the caller to check, except where a scope is taken. */
public interface Studies {
    /**
     * Whether everything that this process acknowledged before it was started can be found; waits for that so long at most. Right after a
     * crash the index lacks what is still to be read from the spool, and an answer from it would pass a part of a study for all of it.
     */
    boolean isWhole(Duration within);

    Optional<Study> find(StudyKey key);

    Optional<Study> find(UUID id);

    /** The studies of this UID within the scope: one, unless two sites sent the same UID. */
    List<Study> withUid(String studyInstanceUid, Scope scope);

    /** Newest study date first. Nothing outside the scope is ever returned. */
    List<Study> search(StudyQuery query, Scope scope);

    /**
     * The patients of the studies that match, each once, by patient ID, issuer and site. Nothing outside the scope is ever returned, or counted.
     *
     * @param query its limit is that of the page; its offset does not count
     * @param after where the page begins: the last patient of the page before
     */
    List<FoundPatient> patients(StudyQuery query, Scope scope, Optional<FoundPatient.Key> after);

    /** When the study was declared complete, last; empty while something of it arrives. */
    Optional<Instant> completeAt(UUID studyId);

    List<Series> seriesOf(UUID studyId);

    /** By instance number, then UID. */
    List<Instance> instancesOf(UUID seriesId);

    Optional<Instance> instance(UUID studyId, String seriesInstanceUid, String sopInstanceUid);

    /**
     * The Part 10 file, wherever it is now (spool or object store). The caller closes it.
     *
     * @throws Unavailable if it is not to be had now: it lies in the spool of another process, or the object store does not answer
     * @throws BytesLost if it was damaged and has to be sent again
     */
    InputStream open(Instance instance) throws IOException;

    /** Bytes {@code from} (inclusive) to {@code from + length} of the Part 10 file. The caller closes it. */
    InputStream open(Instance instance, long from, long length) throws IOException;

    /**
     * For opening many instances one after the other: where they lie is looked up once for all of them.
     *
     * @throws Unavailable if one of them lies in the spool of another process, so that nobody begins with an answer that cannot be ended
     */
    default Bytes bytesOf(List<Instance> instances) throws Unavailable {
        return this::open;
    }

    /**
     * Whether all of these series can be read here: false if something of them is lost.
     *
     * @throws Unavailable if an instance of them lies in the spool of another process
     */
    default boolean areWhole(List<Series> series) throws Unavailable {
        return true;
    }

    /** Opens instances. */
    interface Bytes {
        /** The Part 10 file, wherever it is now. The caller closes it. */
        InputStream open(Instance instance) throws IOException;

        /** Whether opening it would fail because its bytes are lost. */
        default boolean areLost(Instance instance) {
            return false;
        }
    }

    /**
     * The data set alone, without File Meta Information, as it was sent. The caller closes it.
     *
     * @throws IOException if it cannot be read, or if what is read is no file that the hub wrote
     */
    default InputStream openDataSet(Instance instance) throws IOException {
        var file = open(instance);
        try {
            var beginning = file.readNBytes(FileMeta.LENGTH_KNOWN);
            if (beginning.length < FileMeta.LENGTH_KNOWN) {
                throw new EOFException("the file of " + instance.sopInstanceUid() + " is cut short");
            }
            file.skipNBytes(FileMeta.length(beginning) - FileMeta.LENGTH_KNOWN);
            return file;
        } catch (IllegalArgumentException e) {
            file.close();
            throw new IOException("the file of " + instance.sopInstanceUid() + " is " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * DICOM JSON (PS3.18 F.2) of all instances of the series: a UTF-8 array, texts decoded, without bulk data (PixelData and values
     * over 4 KiB are left out). The caller closes it.
     */
    InputStream metadata(Series series) throws IOException;
}
