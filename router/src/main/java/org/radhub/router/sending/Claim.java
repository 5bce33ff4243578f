package org.radhub.router.sending;

import java.time.Instant;
import java.util.UUID;
import org.radhub.router.Sending;

/**
 * A sending in the hands of one worker.
 *
 * @param lease names this claim: what is done under another is not done
 * @param failures tries that failed for the sending's own sake, this one not counted
 * @param tryingSince when it was queued or replayed
 * @param afreshSince confirmations before this do not count
 */
record Claim(Sending sending, UUID lease, int failures, Instant tryingSince, Instant afreshSince) {
    UUID id() {
        return sending.id();
    }
}
