package org.radhub.storage;

import java.time.Instant;

/**
 * What was kept, and is on stable storage.
 *
 * @param studyInstanceUid (0020,000D), as the data set says
 * @param seriesInstanceUid (0020,000E), as the data set says
 * @param sopInstanceUid (0008,0018)
 * @param bytes length of the Part 10 file
 * @param digest of the data set as it was sent: tells it from others that claim to be the same instance
 * @param receivedAt when its first byte came
 */
public record Receipt(
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        long bytes,
        String digest,
        Instant receivedAt) {}
