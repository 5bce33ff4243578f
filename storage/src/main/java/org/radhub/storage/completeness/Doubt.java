package org.radhub.storage.completeness;

import java.util.Arrays;
import java.util.stream.Stream;
import org.radhub.registry.Phrase;

/** Something that is known to be missing. */
record Doubt(String what, Object... args) {
    static final String WARNINGS = "storage.warning.incomplete.";

    static Doubt ofCommitment(int missing, int asked) {
        return new Doubt("commitment", missing, asked);
    }

    static Doubt ofStep(int missing, int named) {
        return new Doubt("step", missing, named);
    }

    static Doubt ofAnnounced(int came, int announced) {
        return new Doubt("announced", came, announced);
    }

    static Doubt ofAnnouncedSeries(String series, int came, int announced) {
        return new Doubt("announced-series", series, came, announced);
    }

    static Doubt ofSeries(int came, int announced) {
        return new Doubt("series", came, announced);
    }

    static Doubt ofGaps(String series, int gaps) {
        return new Doubt("gaps", series, gaps);
    }

    Phrase warning() {
        return Phrase.of(WARNINGS + what, args);
    }

    /** The evidence of a study that is declared complete all the same. */
    Phrase although(long seconds) {
        return Phrase.of(
                "storage.evidence.although." + what,
                Stream.concat(Arrays.stream(args), Stream.of(seconds)).toArray());
    }
}
