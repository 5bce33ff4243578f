package org.radhub.workflow.assignment;

import java.time.Instant;
import java.util.Optional;
import org.radhub.registry.Phrase;

/**
 * Where a reader stands in the ranking for a case.
 *
 * @param doneAt when the reader would be done with it; empty: cannot take it now
 * @param chance when the reader may be able to take it; empty where that cannot be foreseen
 * @param reason why this place
 */
public record Place(String reader, Optional<Instant> doneAt, Optional<Instant> chance, Phrase reason) {
    public boolean able() {
        return doneAt.isPresent();
    }
}
