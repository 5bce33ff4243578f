package org.radhub.storage;

import java.time.Instant;
import java.util.UUID;

/** More came for a study that had been declared complete, and that has settled again. Told through the outbox. */
public record InstancesArrivedLate(
        UUID studyId,
        String site,
        String studyInstanceUid,
        int newInstances,
        int instances,
        Instant lastByteAt,
        Instant completeAt,
        Evidence evidence) {}
