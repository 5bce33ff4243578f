package org.radhub.storage.pack;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an instance's coming, and is kept with it in the pack, so that the packs alone say everything.
 *
 * @param association see {@link org.radhub.storage.Offer#association()}
 * @param studyInstanceUid (0020,000D)
 * @param receivedAt when its first byte came
 * @param keptAt when its last byte came
 * @param digest of the data set as it was sent, see {@link org.radhub.storage.dataset.Digest}
 * @param pixelFingerprint see {@link org.radhub.storage.dataset.DataSet#pixelFingerprint()}
 */
public record Arrival(
        String site,
        String callingAeTitle,
        String association,
        String studyInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        Instant receivedAt,
        Instant keptAt,
        String digest,
        Optional<String> pixelFingerprint) {}
