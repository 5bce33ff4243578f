package org.radhub.storage;

import java.time.Instant;
import java.util.UUID;

/**
 * A study is complete, for the first time. Told through the outbox: each listener hears it at least once.
 *
 * @param studyId of {@link Study#id()}
 * @param firstByteAt when its first instance began to arrive
 * @param lastByteAt when its last instance was kept
 * @param completeAt when it was declared complete
 */
public record StudyArrived(
        UUID studyId,
        String site,
        String studyInstanceUid,
        int instances,
        long bytes,
        Instant firstByteAt,
        Instant lastByteAt,
        Instant completeAt,
        Evidence evidence) {}
