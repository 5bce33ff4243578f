package org.radhub.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A recorded right to see a study that one would not otherwise see.
 *
 * @param person who may see
 * @param site the site that owns the study
 * @param studyInstanceUid (0020,000D)
 * @param reason why it was given, for a person to read
 * @param until when it ends, or ended, by itself or by being revoked; empty: it holds until it is revoked
 */
public record Grant(
        UUID id,
        String person,
        String site,
        String studyInstanceUid,
        GrantKind kind,
        String reason,
        Instant from,
        Optional<Instant> until) {}
