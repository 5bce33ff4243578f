package org.radhub.storage.completeness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a study that is arriving, for the question whether it is complete.
 *
 * @param instances how many are in the index
 * @param announced how many there are in the study in the words of the instances themselves, 0: they do not say
 * @param announcedSeries how many series, likewise
 * @param activeAt when something of it came last
 * @param closedAt when the last association that it came on closed; empty while one is open, or none is known
 * @param mayLack whether something of it may have come that the index does not know of
 * @param strangers whether a device sends it of which no study is known yet
 * @param settle how long its devices are waited for after that
 * @param quiet how long a silence of its devices has to be
 * @param series its series; empty while it has not settled, because nobody needs them then
 */
record StudyFacts(
        int instances,
        int announced,
        int announcedSeries,
        Instant activeAt,
        Optional<Instant> closedAt,
        boolean mayLack,
        boolean strangers,
        Duration settle,
        Duration quiet,
        Expected asked,
        Expected performed,
        Exam exam,
        List<SeriesFacts> series) {

    /**
     * Instances that somebody named one by one.
     *
     * @param named how many
     * @param missing how many of them have not come
     */
    record Expected(int named, int missing) {
        static final Expected NOTHING = new Expected(0, 0);
    }

    /**
     * The performed procedure steps of the study.
     *
     * @param steps how many
     * @param going how many of them have not ended
     * @param discontinued how many of them were broken off
     * @param changedAt when a device last said something of them
     */
    record Exam(int steps, int going, int discontinued, Instant changedAt) {
        static final Exam UNKNOWN = new Exam(0, 0, 0, Instant.EPOCH);

        boolean over() {
            return steps > 0 && going == 0;
        }
    }

    /**
     * @param name as people call it
     * @param announced how many instances it has in the words of its instances, 0: they do not say
     * @param inAcquisition how many its acquisition has made, in the words of its instances, 0: they do not say
     * @param slices those that say where they lie
     */
    record SeriesFacts(String name, int instances, int announced, int inAcquisition, List<SliceStack.Place> slices) {}
}
