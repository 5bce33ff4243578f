package org.radhub.router;

import java.time.Instant;
import java.util.UUID;

/**
 * An exam that somebody waits for: a read of it is asked for, and its study has not come.
 *
 * @param id of the request
 * @param studyInstanceUid empty if only its accession number is known
 * @param accessionNumber empty if only its Study Instance UID is known
 * @param priority Requested Procedure Priority (0040,1003): STAT, HIGH or ROUTINE
 * @param question what the exam is to answer; empty when nobody said
 */
public record ExpectedExam(
        UUID id, String studyInstanceUid, String accessionNumber, String priority, String question, Instant askedAt) {}
