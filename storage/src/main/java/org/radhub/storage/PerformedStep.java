package org.radhub.storage;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A Modality Performed Procedure Step (PS3.4 annex F), as far as it says what belongs to a study.
 *
 * @param site of the device
 * @param stepUid its SOP Instance UID
 * @param studyInstanceUids of the Scheduled Step Attributes Sequence (0040,0270)
 * @param instances what its Performed Series Sequence (0040,0340) names, images or not
 * @param at when the device said so
 */
public record PerformedStep(
        String site,
        String callingAeTitle,
        String stepUid,
        State state,
        Set<String> studyInstanceUids,
        List<SopReference> instances,
        Instant at) {

    /** Performed Procedure Step Status (0040,0252). */
    public enum State {
        IN_PROGRESS,
        COMPLETED,
        DISCONTINUED
    }

    public PerformedStep {
        studyInstanceUids = Set.copyOf(studyInstanceUids);
        instances = List.copyOf(instances);
    }
}
