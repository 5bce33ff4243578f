package org.radhub.storage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * More came for a study that had been declared complete, and that has settled again. Told through the outbox.
 *
 * @param series what came, by series; empty in what was told before this was said
 */
public record InstancesArrivedLate(
        UUID studyId,
        String site,
        String studyInstanceUid,
        int newInstances,
        int instances,
        Instant lastByteAt,
        Instant completeAt,
        Evidence evidence,
        List<LateSeries> series) {

    public InstancesArrivedLate {
        series = series == null ? List.of() : List.copyOf(series);
    }
}
