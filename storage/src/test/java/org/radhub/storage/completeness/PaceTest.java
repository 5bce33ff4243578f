package org.radhub.storage.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration VISIT = Duration.ofMinutes(10);
    private static final Instant EIGHT = Instant.parse("2026-03-02T08:00:00Z");

    @Property
    void a_device_is_waited_for_longer_than_it_was_silent_in_nine_of_ten_studies(
            @ForAll @Size(min = 5, max = 50) List<@DoubleRange(min = 0, max = 600) Double> silences) {
        var pace = learned(silences);

        long longer = silences.stream()
                .filter(silence -> silence * 1000 > pace.settle().toMillis())
                .count();
        assertThat(longer).isLessThanOrEqualTo(silences.size() / 10 + 1);
        assertThat(pace.quiet()).isGreaterThanOrEqualTo(pace.settle());
    }

    @Property
    void one_study_that_was_interrupted_changes_nothing(
            @ForAll @IntRange(min = 5, max = 60) int studies, @ForAll @IntRange(min = 0, max = 59) int which) {
        var pace = Pace.UNKNOWN;
        for (int i = 0; i < studies; i++) {
            pace = pace.after(new Silences(1, i == which ? 500 : 0));
        }

        assertThat(pace.settle()).isZero();
        assertThat(pace.quiet()).isEqualTo(Duration.ofSeconds(3));
    }

    @Property
    void what_a_device_did_long_ago_is_forgotten(@ForAll @IntRange(min = 1, max = 200) int before) {
        var pace = Pace.UNKNOWN;
        for (int i = 0; i < before; i++) {
            pace = pace.after(new Silences(300, 300));
        }
        for (int i = 0; i < Pace.REMEMBERED; i++) {
            pace = pace.after(new Silences(1, 2));
        }

        assertThat(pace.within()).hasSize(Pace.REMEMBERED);
        assertThat(pace.settle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(pace.quiet()).isEqualTo(Duration.ofSeconds(6));
    }

    @Property
    void what_is_learned_stays_between_the_bounds(
            @ForAll @DoubleRange(min = 0, max = 1e6) double seconds, @ForAll @IntRange(min = 0, max = 100) int least) {
        var span = new Patience.Span(Duration.ofSeconds(least), Duration.ofSeconds(200));

        assertThat(span.bounded(Duration.ofMillis(Math.round(seconds * 1000))))
                .isBetween(Duration.ofSeconds(least), Duration.ofSeconds(200));
    }

    @Test
    void while_few_studies_are_known_the_slowest_of_them_counts() {
        assertThat(Pace.UNKNOWN.settle()).isZero();
        assertThat(learned(List.of(60.0)).settle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(learned(List.of(0.0, 60.0, 1.0, 0.0)).settle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(learned(List.of(0.0, 60.0, 1.0, 0.0, 0.0)).settle()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void silences_are_measured_between_instances_and_from_the_end_of_associations() {
        var silences = Silences.of(
                List.of(EIGHT.plusSeconds(30), EIGHT, EIGHT.plusSeconds(5), EIGHT.plusSeconds(31)),
                List.of(EIGHT.plusSeconds(10), EIGHT.plusSeconds(32)),
                VISIT);

        assertThat(silences).isEqualTo(new Silences(25, 20));
    }

    @Test
    void whoever_comes_back_to_a_study_later_is_not_slow() {
        var silences = Silences.of(
                List.of(EIGHT, EIGHT.plusSeconds(2), EIGHT.plus(Duration.ofDays(1))),
                List.of(EIGHT.plusSeconds(3)),
                VISIT);

        assertThat(silences).isEqualTo(new Silences(2, 0));
    }

    private static Pace learned(List<Double> silences) {
        var pace = Pace.UNKNOWN;
        for (var silence : silences) {
            pace = pace.after(new Silences(silence, silence));
        }
        return pace;
    }
}
