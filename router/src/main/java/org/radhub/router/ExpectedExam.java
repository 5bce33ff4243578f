package org.radhub.router;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.radhub.storage.Patient;

/**
 * An exam that somebody waits for: a read of it is asked for, and its study has not come.
 *
 * @param id of the request
 * @param studyInstanceUid empty if only its accession number is known
 * @param accessionNumber empty if only its Study Instance UID is known
 * @param priority Requested Procedure Priority (0040,1003): STAT, HIGH or ROUTINE
 * @param question what the exam is to answer; empty when nobody said
 * @param patient empty where nobody said who it is
 * @param modality empty where nobody said what is to make it
 * @param procedure what is to be done; empty where nobody said more than the question
 * @param scheduledAt when it is planned, if that is known
 */
public record ExpectedExam(
        UUID id,
        String studyInstanceUid,
        String accessionNumber,
        String priority,
        String question,
        Patient patient,
        String modality,
        String procedure,
        Optional<Instant> scheduledAt,
        Instant askedAt) {

    /** One of which nothing more is known. */
    public ExpectedExam(
            UUID id,
            String studyInstanceUid,
            String accessionNumber,
            String priority,
            String question,
            Instant askedAt) {
        this(
                id,
                studyInstanceUid,
                accessionNumber,
                priority,
                question,
                new Patient("", "", "", "", ""),
                "",
                "",
                Optional.empty(),
                askedAt);
    }
}
