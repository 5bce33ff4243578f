package org.radhub.router;

import java.time.Instant;
import org.radhub.registry.Phrase;

/**
 * What a destination said of one instance, other than that all is well.
 *
 * @param problem what it said last
 * @param times how often
 */
public record SendingProblem(String sopInstanceUid, Kind kind, Phrase problem, int times, Instant lastAt) {

    public enum Kind {
        /** It has the instance, and changed or doubted something of it. */
        WARNING,
        /** It may take the instance another time. */
        TEMPORARY,
        /** It will hardly ever take the instance as it is; after a few times it is not asked again. */
        PERMANENT
    }
}
