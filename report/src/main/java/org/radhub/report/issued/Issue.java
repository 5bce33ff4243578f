package org.radhub.report.issued;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.radhub.report.Content;
import org.radhub.report.ReportKind;
import org.radhub.report.ReportVersion;

/**
 * A version together with whom it is about, and the canonical text that was digested.
 *
 * @param canonical by {@link Canonical}: {@code format} ({@value #FORMAT}), {@code id}, {@code caseId}, {@code number}, {@code kind},
 *     {@code findings}, {@code impression}, {@code critical}, {@code author}, {@code at} (ISO 8601 in UTC, at most microseconds) and {@code
 *     subject} (the members of {@link Subject})
 */
public record Issue(ReportVersion version, Subject subject, String canonical) {
    static final String FORMAT = "radhub-report-1";

    /** A new version; the time is cut to microseconds, which is what the database keeps. */
    public static Issue of(
            UUID id,
            UUID caseId,
            int number,
            ReportKind kind,
            Content content,
            String author,
            Instant now,
            Subject subject) {
        var at = now.truncatedTo(ChronoUnit.MICROS);
        var canonical = Canonical.text(Map.ofEntries(
                Map.entry("format", FORMAT),
                Map.entry("id", id.toString()),
                Map.entry("caseId", caseId.toString()),
                Map.entry("number", number),
                Map.entry("kind", kind.name()),
                Map.entry("findings", content.findings()),
                Map.entry("impression", content.impression()),
                Map.entry("critical", content.critical()),
                Map.entry("author", author),
                Map.entry("at", at.toString()),
                Map.entry("subject", subject.members())));
        var version = new ReportVersion(id, caseId, number, kind, content, author, at, Canonical.sha256(canonical));
        return new Issue(version, subject, canonical);
    }
}
