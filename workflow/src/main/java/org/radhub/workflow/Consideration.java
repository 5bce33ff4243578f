package org.radhub.workflow;

import java.time.Instant;
import java.util.Optional;
import org.radhub.registry.Phrase;

/**
 * The place of a reader when a case was last given to somebody, or to nobody.
 *
 * @param place from 1; those who could not take it come last
 * @param doneAt when the reader would have been done with it; empty: could not take it
 * @param reason why this place
 */
public record Consideration(int place, String reader, Optional<Instant> doneAt, Phrase reason) {}
