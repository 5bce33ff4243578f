package org.radhub.router;

import java.time.Instant;
import java.util.Optional;

/**
 * What one device does.
 *
 * @param openAssociations how many it has open now
 * @param instancesPerMinute that were kept, over the last seconds
 * @param bytesPerSecond of those, as Part 10 files
 * @param lastSeenAt when it was let in or sent something last
 * @param lastInstanceAt when the last instance of it was kept
 * @param instances kept since it was first seen
 * @param bytes of those
 * @param refused instances that were not kept, and associations for which there was no room, since it was first seen
 * @param lastRefusal the last of those
 */
public record DeviceTraffic(
        String aeTitle,
        int openAssociations,
        double instancesPerMinute,
        double bytesPerSecond,
        Instant lastSeenAt,
        Optional<Instant> lastInstanceAt,
        long instances,
        long bytes,
        long refused,
        Optional<Refusal> lastRefusal) {

    /**
     * @param status of the C-STORE response, four hexadecimal digits; {@code RJ} where an association was rejected
     * @param comment what the engineer at the other end was told
     */
    public record Refusal(Instant at, String status, String comment) {}
}
