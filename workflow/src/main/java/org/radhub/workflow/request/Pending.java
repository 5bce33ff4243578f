package org.radhub.workflow.request;

import java.time.Instant;
import java.util.UUID;
import org.radhub.workflow.PlannedExam;
import org.radhub.workflow.Priority;

/**
 * A doctor's request as recorded.
 *
 * @param studyInstanceUid empty if it names the study by its accession number alone
 * @param accessionNumber empty if it names the study by its UID alone
 * @param exam as the device that makes it is told of it
 */
public record Pending(
        UUID id,
        String site,
        String studyInstanceUid,
        String accessionNumber,
        Priority priority,
        String clinicalQuestion,
        String history,
        PlannedExam exam,
        String doctor,
        Instant askedAt) {

    Pending of(PlannedExam other) {
        return new Pending(
                id,
                site,
                studyInstanceUid,
                accessionNumber,
                priority,
                clinicalQuestion,
                history,
                other,
                doctor,
                askedAt);
    }
}
