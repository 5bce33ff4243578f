package org.radhub.router.commitment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radhub.storage.SopReference;

/**
 * A request for storage commitment whose device has not confirmed the report yet.
 *
 * @param site of the device
 * @param transactionUid as the device made it, unique for it
 * @param attempts how often the report was tried
 */
record Asked(
        UUID id,
        String site,
        String aeTitle,
        String transactionUid,
        List<SopReference> references,
        Instant askedAt,
        int attempts) {
    /** The same, as it was written down before. */
    Asked as(UUID earlier) {
        return new Asked(earlier, site, aeTitle, transactionUid, references, askedAt, attempts);
    }
}
