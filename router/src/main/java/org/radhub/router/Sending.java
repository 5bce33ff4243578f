package org.radhub.router;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;

/**
 * A study on its way to a destination: an entry of the outgoing queue.
 *
 * @param instances how many instances the study had when it was last looked at
 * @param confirmed how many of those the destination has confirmed
 * @param attempts how often it was tried since it was queued, or replayed
 * @param lastError why the last try failed
 * @param triedAt when the last try began
 * @param nextTryAt when it is due; meaningful while it waits
 * @param endedAt when it was sent, given up or discarded
 * @param decidedBy who asked for it, replayed it or discarded it; empty when a rule queued it and nobody touched it since
 */
public record Sending(
        UUID id,
        UUID studyId,
        String site,
        String studyInstanceUid,
        String destination,
        Lane lane,
        SendingState state,
        int instances,
        int confirmed,
        int attempts,
        Optional<Phrase> lastError,
        Instant queuedAt,
        Optional<Instant> triedAt,
        Instant nextTryAt,
        Optional<Instant> endedAt,
        Optional<String> decidedBy) {}
