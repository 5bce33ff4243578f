package org.radhub.report;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One report version to one recipient by one road.
 *
 * @param version number of the report version
 * @param road {@code page}: the site's page in the hub
 * @param lastError why the last try failed; empty if none did
 */
public record Delivery(
        UUID id,
        UUID caseId,
        int version,
        String recipientSite,
        String road,
        DeliveryState state,
        int attempts,
        Optional<String> lastError,
        Instant queuedAt,
        Optional<Instant> deliveredAt,
        Optional<Instant> acknowledgedAt,
        Optional<String> acknowledgedBy) {}
