package org.radhub.report;

import java.time.Instant;
import java.util.UUID;

/**
 * What the reader has written so far. It stays with the case when the case moves to another reader.
 *
 * @param revision counts the saves, from 0 for a draft that was never saved; the entity tag
 */
public record Draft(
        UUID caseId,
        String findings,
        String impression,
        boolean critical,
        long revision,
        String author,
        Instant savedAt) {}
