package org.radhub.router;

import java.time.Instant;
import java.util.Optional;
import org.radhub.registry.Phrase;

/**
 * How sending to a destination goes.
 *
 * @param waiting number of sendings that wait, those for a storage commitment included
 * @param sending number of sendings that are on their way
 * @param dead number of sendings that were given up
 * @param oldestAt when the oldest of those that wait or are on their way was queued
 * @param failingSince since when it has not let itself be called; empty while all is well
 * @param pausedUntil before then it is not called again
 * @param lastError why the last call failed
 */
public record DestinationHealth(
        String destination,
        int waiting,
        int sending,
        int dead,
        Optional<Instant> oldestAt,
        Optional<Instant> failingSince,
        Optional<Instant> pausedUntil,
        Optional<Phrase> lastError) {}
