package org.radhub.report;

import java.time.Instant;
import java.util.UUID;

/**
 * A version of a report. Once written it never changes.
 *
 * @param number within the case, from 1
 * @param sha256 hex digest of the canonical content, over which it was signed
 */
public record ReportVersion(
        UUID id, UUID caseId, int number, ReportKind kind, Content content, String author, Instant at, String sha256) {}
