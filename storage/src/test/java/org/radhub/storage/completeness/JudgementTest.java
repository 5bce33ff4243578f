package org.radhub.storage.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Phrase;
import org.radhub.storage.Evidence;
import org.radhub.storage.Evidence.Kind;
import org.radhub.storage.completeness.StudyFacts.Exam;
import org.radhub.storage.completeness.StudyFacts.Expected;
import org.radhub.storage.completeness.StudyFacts.SeriesFacts;

class JudgementTest {
    private static final Instant LAST = Instant.parse("2026-03-02T08:00:00Z");
    private static final Patience PATIENCE = new Patience(
            new Patience.Span(Duration.ofSeconds(3), Duration.ofMinutes(5)),
            new Patience.Span(Duration.ofSeconds(10), Duration.ofMinutes(10)),
            new Patience.Span(Duration.ofSeconds(60), Duration.ofMinutes(20)),
            Duration.ofHours(6));

    @Test
    void whatever_is_proven_is_evidence_at_once_and_the_strongest_counts() {
        var study = new Facts().named(10, 0).announced(10).exam(new Exam(1, 0, 0, LAST));

        assertThat(at(0, study.facts())).isEqualTo(complete(Kind.MPPS_COMPLETED, "storage.evidence.step", 10));
        assertThat(at(0, study.exam(Exam.UNKNOWN).facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.announced", 10));
        assertThat(at(3, study.asked(10, 0).facts()))
                .isEqualTo(complete(Kind.STORAGE_COMMITMENT, "storage.evidence.commitment", 10));
    }

    @Test
    void a_commitment_for_some_of_the_instances_or_in_the_midst_of_them_proves_nothing() {
        assertThat(at(3, new Facts().asked(9, 0).facts())).isInstanceOf(Verdict.Wait.class);
        assertThat(at(2, new Facts().asked(10, 0).facts())).isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void an_exam_that_goes_on_is_waited_for_but_not_for_ever() {
        var study = new Facts().closed().exam(new Exam(2, 1, 0, LAST.plusSeconds(100)));

        assertThat(at(4_000, study.facts())).isEqualTo(new Verdict.Wait(LAST.plusSeconds(100 + 6 * 3600)));
        assertThat(at(100 + 6 * 3600, study.facts())).isInstanceOf(Verdict.Complete.class);
    }

    @Test
    void
            neither_calm_nor_a_commitment_for_all_that_is_known_proves_anything_while_another_process_may_have_more_of_the_study() {
        var study = new Facts().closed().mayLack();

        assertThat(at(60, study.facts())).isEqualTo(new Verdict.Wait(LAST.plusSeconds(70)));
        assertThat(at(60, study.asked(10, 0).facts())).isInstanceOf(Verdict.Wait.class);
        assertThat(at(60, study.announced(10).facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.announced", 10));
    }

    @Test
    void a_commitment_in_an_exam_that_goes_on_takes_silence_too() {
        var study = new Facts().closed().asked(10, 0).exam(new Exam(1, 1, 0, LAST));

        assertThat(at(4, study.facts())).isEqualTo(new Verdict.Wait(LAST.plusSeconds(10)));
        assertThat(at(10, study.facts()))
                .isEqualTo(complete(Kind.STORAGE_COMMITMENT, "storage.evidence.commitment", 10));
    }

    @Test
    void an_exam_that_ended_without_naming_its_images_proves_nothing_and_holds_up_nothing() {
        assertThat(at(3, new Facts().closed().exam(new Exam(1, 0, 0, LAST)).facts()))
                .isEqualTo(complete(Kind.ASSOCIATION_CLOSED, "storage.evidence.association-closed", 3));
    }

    @Test
    void an_exam_that_was_broken_off_is_complete_with_what_it_made() {
        assertThat(at(0, new Facts().named(10, 0).exam(new Exam(1, 0, 1, LAST)).facts()))
                .isEqualTo(complete(Kind.MPPS_COMPLETED, "storage.evidence.step-discontinued", 10));
    }

    @Test
    void slices_without_gaps_are_stronger_evidence_than_the_end_of_the_association() {
        assertThat(at(2, new Facts().closed().series(slices(10, -1)).facts())).isInstanceOf(Verdict.Wait.class);
        assertThat(at(3, new Facts().closed().series(slices(10, -1)).facts()))
                .isEqualTo(complete(Kind.GEOMETRY, "storage.evidence.geometry", 1, 3));
        assertThat(at(10, new Facts().series(slices(10, -1)).facts()))
                .isEqualTo(complete(Kind.GEOMETRY, "storage.evidence.geometry", 1, 10));
    }

    @Test
    void gaps_are_waited_for_longer_and_then_said() {
        var study = new Facts().closed().series(slices(10, 5)).facts();

        assertThat(at(30, study)).isEqualTo(new Verdict.Wait(LAST.plusSeconds(60)));
        assertThat(at(61, study))
                .isEqualTo(new Verdict.Complete(
                        new Evidence(
                                Kind.ASSOCIATION_CLOSED, Phrase.of("storage.evidence.although.gaps", "3 Axial", 1, 61)),
                        List.of(Phrase.of("storage.warning.incomplete.gaps", "3 Axial", 1))));
    }

    @Test
    void counts_that_are_not_reached_are_waited_for_and_counts_that_are_exceeded_are_none() {
        assertThat(at(59, new Facts().closed().announced(11).facts()))
                .isEqualTo(new Verdict.Wait(LAST.plusSeconds(60)));
        assertThat(at(3, new Facts().closed().announced(9).facts()))
                .isEqualTo(complete(Kind.ASSOCIATION_CLOSED, "storage.evidence.association-closed", 3));
        assertThat(at(59, new Facts().closed().series(counted(10, 12, 0)).facts()))
                .isEqualTo(new Verdict.Wait(LAST.plusSeconds(60)));
        assertThat(at(3, new Facts().closed().series(counted(10, 10, 0)).facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.announced-series", 1, 10, 3));
        assertThat(at(3, new Facts().closed().series(counted(10, 0, 10)).facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.announced-series", 1, 10, 3));
    }

    @Test
    void series_that_are_announced_and_have_not_come_are_waited_for_and_then_said() {
        var study = new Facts()
                .closed()
                .announcedSeries(2)
                .series(counted(10, 10, 0))
                .facts();

        assertThat(at(59, study)).isEqualTo(new Verdict.Wait(LAST.plusSeconds(60)));
        assertThat(at(61, study))
                .isEqualTo(new Verdict.Complete(
                        new Evidence(Kind.ASSOCIATION_CLOSED, Phrase.of("storage.evidence.although.series", 1, 2, 61)),
                        List.of(Phrase.of("storage.warning.incomplete.series", 1, 2))));
    }

    @Test
    void as_many_series_as_are_announced_are_evidence_behind_a_calm_and_behind_counts_of_images_and_slices() {
        assertThat(at(2, new Facts().closed().announcedSeries(1).facts())).isInstanceOf(Verdict.Wait.class);
        assertThat(at(3, new Facts().closed().announcedSeries(1).facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.series", 1, 3));
        assertThat(at(
                        3,
                        new Facts()
                                .closed()
                                .announcedSeries(1)
                                .series(counted(10, 10, 0))
                                .facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.announced-series", 1, 10, 3));
        assertThat(at(
                        3,
                        new Facts()
                                .closed()
                                .announcedSeries(1)
                                .series(slices(10, -1))
                                .facts()))
                .isEqualTo(complete(Kind.GEOMETRY, "storage.evidence.geometry", 1, 3));
    }

    @Test
    void a_doubt_about_series_keeps_no_study_that_proves_itself() {
        assertThat(at(0, new Facts().announced(10).announcedSeries(2).facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.announced", 10));
    }

    @Test
    void a_slow_device_is_waited_for_as_long_as_it_takes() {
        var study = new Facts()
                .closed()
                .slow(Duration.ofSeconds(40), Duration.ofSeconds(60))
                .facts();

        assertThat(at(39, study)).isEqualTo(new Verdict.Wait(LAST.plusSeconds(40)));
        assertThat(at(40, study)).isInstanceOf(Verdict.Complete.class);
    }

    @Test
    void a_device_of_which_nothing_is_known_is_waited_for_longer_but_not_for_what_proves_itself() {
        assertThat(at(8, new Facts().closed().strange().facts())).isEqualTo(new Verdict.Wait(LAST.plusSeconds(9)));
        assertThat(at(9, new Facts().closed().strange().facts()))
                .isEqualTo(complete(Kind.ASSOCIATION_CLOSED, "storage.evidence.association-closed", 9));
        assertThat(at(0, new Facts().strange().announced(10).facts()))
                .isEqualTo(complete(Kind.ANNOUNCED_COUNT, "storage.evidence.announced", 10));
    }

    @Property
    void every_study_is_complete_in_the_end_and_waiting_always_ends_later(
            @ForAll boolean closed,
            @ForAll @IntRange(min = 0, max = 12) int asked,
            @ForAll @IntRange(min = 0, max = 12) int named,
            @ForAll @IntRange(min = 0, max = 12) int announced,
            @ForAll @IntRange(min = 0, max = 2) int announcedSeries,
            @ForAll @IntRange(min = 0, max = 2) int going,
            @ForAll @IntRange(min = -1, max = 9) int gap,
            @ForAll @IntRange(min = 0, max = 100_000) int silence) {
        var facts = new Facts()
                .asked(asked, asked / 3)
                .named(named, named / 3)
                .announced(announced)
                .announcedSeries(announcedSeries)
                .exam(new Exam(going + 1, going, 0, LAST))
                .series(slices(10, gap))
                .slow(Duration.ofSeconds(silence), Duration.ofSeconds(silence));
        var study = closed ? facts.closed().facts() : facts.facts();
        var now = LAST;
        for (int looks = 0; Judgement.of(study, now, PATIENCE) instanceof Verdict.Wait wait; looks++) {
            assertThat(looks).isLessThan(20);
            assertThat(wait.until()).isAfter(now);
            now = wait.until();
        }
        assertThat(now).isBeforeOrEqualTo(LAST.plus(Duration.ofHours(6)));
    }

    private static Verdict at(long secondsAfterTheLast, StudyFacts study) {
        return Judgement.of(study, LAST.plusSeconds(secondsAfterTheLast), PATIENCE);
    }

    private static Verdict complete(Kind kind, String key, Object... args) {
        return new Verdict.Complete(new Evidence(kind, Phrase.of(key, args)), List.of());
    }

    /** A series of ten with regular slices, one of them missing if it is named. */
    private static SeriesFacts slices(int count, int missing) {
        var places = new ArrayList<SliceStack.Place>();
        for (int i = 0; i < count; i++) {
            if (i != missing || i < 2 || i > count - 3) {
                places.add(new SliceStack.Place("0,0,1000", 5.0 * i, i + 1));
            }
        }
        return new SeriesFacts("3 Axial", places.size(), 0, 0, places);
    }

    private static SeriesFacts counted(int instances, int announced, int inAcquisition) {
        return new SeriesFacts("3 Axial", instances, announced, inAcquisition, List.of());
    }

    /** A study of ten instances of which nothing else is known. */
    private static final class Facts {
        private int announced;
        private int announcedSeries;
        private Optional<Instant> closedAt = Optional.empty();
        private boolean mayLack;
        private boolean strangers;
        private Duration settle = Duration.ZERO;
        private Duration quiet = Duration.ZERO;
        private Expected asked = Expected.NOTHING;
        private Expected named = Expected.NOTHING;
        private Exam exam = Exam.UNKNOWN;
        private SeriesFacts series = counted(10, 0, 0);

        Facts asked(int count, int missing) {
            asked = new Expected(count, missing);
            return this;
        }

        Facts named(int count, int missing) {
            named = new Expected(count, missing);
            return this;
        }

        Facts announced(int count) {
            announced = count;
            return this;
        }

        Facts announcedSeries(int count) {
            announcedSeries = count;
            return this;
        }

        Facts exam(Exam steps) {
            exam = steps;
            return this;
        }

        Facts closed() {
            closedAt = Optional.of(LAST);
            return this;
        }

        Facts mayLack() {
            mayLack = true;
            return this;
        }

        Facts strange() {
            strangers = true;
            return this;
        }

        Facts slow(Duration toSettle, Duration toBeQuiet) {
            settle = toSettle;
            quiet = toBeQuiet;
            return this;
        }

        Facts series(SeriesFacts other) {
            series = other;
            return this;
        }

        StudyFacts facts() {
            return new StudyFacts(
                    10,
                    announced,
                    announcedSeries,
                    LAST,
                    closedAt,
                    mayLack,
                    strangers,
                    settle,
                    quiet,
                    asked,
                    named,
                    exam,
                    List.of(series));
        }
    }
}
