package org.radhub.storage;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;

/**
 * An instance that came with a SOP Instance UID that another one of the same hospital has, and with other content. The first holds the UID;
 * this one is kept aside, and is never shown in its place. Both are kept whatever a person decides.
 *
 * @param id the same as long as the instance is kept, also after the index was made anew
 * @param kept the one that holds the UID
 * @param aside the one that was put aside; of one that an earlier version put aside, only its file says who the patient is, and its size
 * @param callingAeTitle the device that sent the one aside; empty of one that an earlier version put aside
 * @param differences why it is not taken for a copy, as far as that is known without a look into the files
 * @param lost whether the one aside cannot be read any more (see {@link BytesLost})
 */
public record Conflict(
        UUID id,
        Side kept,
        Side aside,
        String callingAeTitle,
        Set<Difference> differences,
        boolean lost,
        Optional<Decision> decision) {

    /**
     * One of the two.
     *
     * @param patient of the one that is kept, as its study says; empty texts where that is not known
     * @param instance can be opened by {@link Studies} like any other
     */
    public record Side(StudyKey study, String seriesInstanceUid, Patient patient, Instance instance) {}

    /** In what the two differ. */
    public enum Difference {
        PIXELS,
        /** They are of different series, or studies. */
        SERIES,
        /** They are of different patient IDs, or the names cannot be the same. */
        PATIENT,
        /** One has no pixels, or they are encoded in different ways, so that nobody knows whether they are the same. */
        UNCOMPARABLE
    }

    /**
     * What a person made of it.
     *
     * @param by id of the person
     */
    public record Decision(Instant at, String by, String note) {}

    public boolean isOpen() {
        return decision.isEmpty();
    }

    public String sopInstanceUid() {
        return kept.instance().sopInstanceUid();
    }

    /** Whether somebody may see it: only who may see the studies of both, since it shows both. */
    public boolean isWithin(Scope scope) {
        return scope.includes(kept.study()) && scope.includes(aside.study());
    }
}
