package org.radhub.storage.completeness;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A study that is arriving, whose row this transaction holds.
 *
 * @param completedAt when it was declared complete before; null if it never was
 * @param closedAt when the last association that it came on closed; null while one is open, or none is known
 * @param settled whether nothing of it came for the shortest time that is waited
 */
record Candidate(
        UUID id,
        String site,
        String studyUid,
        String callingAe,
        int instanceCount,
        int announced,
        int announcedSeries,
        OffsetDateTime activeAt,
        OffsetDateTime completedAt,
        OffsetDateTime closedAt,
        boolean settled) {}
