package org.radhub.storage;

import java.time.Instant;
import java.util.UUID;

/**
 * An instance as indexed.
 *
 * @param transferSyntaxUid as it was sent, and is kept
 * @param number (0020,0013), as sent
 * @param rows (0028,0010), 0 when it has none
 * @param columns (0028,0011), 0 when it has none
 * @param frames (0028,0008), 1 when it says nothing
 * @param bytes length of the Part 10 file
 * @param digest of the data set as it was sent: tells it from others that claim to be the same instance
 */
public record Instance(
        UUID id,
        UUID seriesId,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        String number,
        int rows,
        int columns,
        int frames,
        long bytes,
        String digest,
        Instant receivedAt) {}
