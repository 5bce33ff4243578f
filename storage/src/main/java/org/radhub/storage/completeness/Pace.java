package org.radhub.storage.completeness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a device sends: the longest silences, in seconds, of its latest studies, oldest first. What it did in nine of ten studies counts, so
 * that one study that was interrupted changes nothing; while few are known, the longest of all.
 *
 * @param within between two instances of a study
 * @param between from the end of an association to the next instance of the study
 */
record Pace(List<Double> within, List<Double> between) {
    static final Pace UNKNOWN = new Pace(List.of(), List.of());
    static final int REMEMBERED = 50;
    static final int ENOUGH = 5;
    private static final double USUAL = 0.9;
    private static final int SAFE_AFTER_CLOSING = 2;
    private static final int SAFE_SILENCE = 3;

    Pace {
        within = List.copyOf(within);
        between = List.copyOf(between);
    }

    Pace after(Silences study) {
        return new Pace(with(within, study.within()), with(between, study.between()));
    }

    /** How long to wait after the last association closed; zero while nothing is known. */
    Duration settle() {
        return duration(SAFE_AFTER_CLOSING * usual(between));
    }

    /** How long a silence means that nothing more comes, be an association open or not; zero while nothing is known. */
    Duration quiet() {
        return duration(SAFE_SILENCE * Math.max(usual(within), usual(between)));
    }

    private static List<Double> with(List<Double> earlier, double next) {
        var all = new ArrayList<>(earlier);
        all.add(next);
        return all.subList(Math.max(0, all.size() - REMEMBERED), all.size());
    }

    /** What nine of ten did not exceed. Where enough are known, never the longest of them alone. */
    private static double usual(List<Double> silences) {
        long others =
                silences.size() < ENOUGH ? silences.size() - 1L : (long) Math.floor(USUAL * (silences.size() - 1));
        return silences.stream().sorted().skip(Math.max(0, others)).findFirst().orElse(0.0);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
