package org.radhub.report;

import java.time.Instant;
import java.util.UUID;

/** A version of a report was issued: given as preliminary, or signed. Told through the outbox. */
public record ReportIssued(
        UUID versionId,
        UUID caseId,
        int number,
        ReportKind kind,
        String author,
        String site,
        String studyInstanceUid,
        String sha256,
        Instant at) {}
