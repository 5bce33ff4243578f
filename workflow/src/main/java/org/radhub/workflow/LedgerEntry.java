package org.radhub.workflow;

import java.time.Instant;
import org.radhub.registry.Phrase;

/**
 * One line of the case ledger, written by the event that it records.
 *
 * @param actor person id, AE title, or {@code radhub}
 */
public record LedgerEntry(LedgerStep step, Instant at, String actor, Phrase detail) {}
