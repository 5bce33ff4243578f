package org.radhub.workflow;

import java.util.Optional;

/**
 * A doctor asks for a read of a study of the own site, named by its UID or its accession number; it may be asked for before it arrives.
 *
 * @param clinicalQuestion at most 4000 characters
 * @param history at most 4000 characters
 * @param exam what is known of the exam if it is still to be made
 */
public record ReadRequest(
        Optional<String> studyInstanceUid,
        Optional<String> accessionNumber,
        Priority priority,
        String clinicalQuestion,
        String history,
        PlannedExam exam) {

    /** Of a study of which nothing more is to be said. */
    public ReadRequest(
            Optional<String> studyInstanceUid,
            Optional<String> accessionNumber,
            Priority priority,
            String clinicalQuestion,
            String history) {
        this(studyInstanceUid, accessionNumber, priority, clinicalQuestion, history, PlannedExam.NOTHING_SAID);
    }
}
