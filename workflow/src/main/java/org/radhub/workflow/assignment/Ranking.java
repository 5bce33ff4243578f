package org.radhub.workflow.assignment;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.Phrase;

/**
 * The readers in the order in which they should get a case, those who cannot take it last.
 *
 * @param nobody why nobody can take it; empty when somebody can
 */
public record Ranking(List<Place> places, Optional<Phrase> nobody) {
    /** Who gets it. */
    public Optional<Place> first() {
        return places.stream().filter(Place::able).findFirst();
    }

    /** The next instant at which somebody may be able to take it, as far as can be foreseen. */
    public Optional<Instant> nextChance() {
        return places.stream().flatMap(place -> place.chance().stream()).min(Comparator.naturalOrder());
    }
}
