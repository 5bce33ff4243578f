package org.radhub.router;

import java.time.Instant;
import org.radhub.registry.Phrase;

/**
 * Calls by one AE title from one address that were refused, kept so that a person can register the device.
 *
 * @param callingAeTitle as called, printable characters only; empty where the caller was refused before it said so
 * @param reason for a person to read
 * @param calls how often
 */
public record RefusedCall(
        String callingAeTitle,
        String calledAeTitle,
        String address,
        Phrase reason,
        long calls,
        Instant firstAt,
        Instant lastAt) {}
