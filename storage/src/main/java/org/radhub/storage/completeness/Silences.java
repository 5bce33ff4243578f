package org.radhub.storage.completeness;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The longest silences while a study was sent, in seconds; 0 where there was none.
 *
 * @param within between two of its instances
 * @param between from the end of an association to the next instance
 */
record Silences(double within, double between) {
    /**
     * @param arrivals when its instances began to come
     * @param closings when the associations that brought them closed
     * @param visit longer silences are not the device's pace: somebody came back to the study
     */
    static Silences of(Collection<Instant> arrivals, Collection<Instant> closings, Duration visit) {
        var heard = new TreeSet<>(arrivals);
        double within = 0;
        for (var at : heard) {
            within = Math.max(within, until(at, heard.higher(at), visit));
        }
        double between = 0;
        for (var closing : closings) {
            between = Math.max(between, until(closing, heard.higher(closing), visit));
        }
        return new Silences(within, between);
    }

    private static double until(Instant from, Instant next, Duration visit) {
        if (next == null) {
            return 0;
        }
        var silence = Duration.between(from, next);
        return silence.compareTo(visit) > 0 ? 0 : silence.toMillis() / 1000.0;
    }
}
