package org.radhub.workflow;

import java.time.Instant;
import java.util.UUID;

/**
 * A study that a read was asked for and that has not come.
 *
 * @param request id of the request
 * @param studyInstanceUid empty if only the accession number was named
 * @param accessionNumber empty if only the Study Instance UID was named
 */
public record AwaitedStudy(
        UUID request,
        String site,
        String studyInstanceUid,
        String accessionNumber,
        Priority priority,
        String clinicalQuestion,
        PlannedExam exam,
        Instant askedAt) {}
