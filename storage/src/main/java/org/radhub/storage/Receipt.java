package org.radhub.storage;

import java.time.Instant;

/**
 * What was kept, and is on stable storage.
 *
 * @param studyInstanceUid (0020,000D), as the data set says
 * @param seriesInstanceUid (0020,000E), as the data set says
 * @param sopInstanceUid (0008,0018)
 * @param bytes length of the Part 10 file
 * @param sha256 of the data set as it was sent, in hex
 * @param receivedAt when its first byte came
 */
public record Receipt(
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopInstanceUid,
        long bytes,
        String sha256,
        Instant receivedAt) {}
