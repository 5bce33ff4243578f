package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class WaitingTest {
    private final Hub hub = Hub.empty();
    private final Roster roster = hub.a(Roster.class);

    @Test
    void a_study_that_nobody_can_read_waits_visibly_with_the_reason() {
        hub.reader("reader3", "DX");
        hub.onShift("reader3", 8);

        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        assertThat(read.state()).isEqualTo(CaseState.WAITING);
        assertThat(read.reason().key()).isEqualTo("workflow.nobody.qualified");
        assertThat(hub.a(Board.class).view().waiting()).containsExactly(read);
        assertThat(hub.steps(read)).containsExactly(LedgerStep.RECEIVED, LedgerStep.COMPLETE, LedgerStep.WAITING);
    }

    @Test
    void a_waiting_study_is_assigned_when_a_shift_begins() {
        hub.reader("reader1", "CT");
        var begin = hub.in(Duration.ofHours(3));
        roster.add("reader1", begin, begin.plus(Duration.ofHours(8)));
        hub.settled();
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        assertThat(read.state()).isEqualTo(CaseState.WAITING);
        assertThat(read.reason().key()).isEqualTo("workflow.nobody.on-shift-until");

        hub.clock.set(begin.minusSeconds(30));
        hub.tell(new RosterChanged("reader1", hub.clock.instant()));
        hub.settled();
        assertThat(hub.now(read).state()).isEqualTo(CaseState.WAITING);

        hub.clock.set(begin.plusMillis(100));
        Eventually.holds(() -> assertThat(hub.now(read).state()).isEqualTo(CaseState.ASSIGNED));
        assertThat(hub.steps(read)).containsOnlyOnce(LedgerStep.WAITING);
    }

    @Test
    void a_waiting_study_is_assigned_when_somebody_comes_onto_the_roster() {
        hub.reader("reader1", "CT");
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        assertThat(read.reason().key()).isEqualTo("workflow.nobody.on-shift");

        hub.onShift("reader1", 8);

        Eventually.holds(() -> assertThat(hub.now(read).reader()).contains("reader1"));
    }

    @Test
    void studies_wait_for_a_reader_whose_shift_is_full_and_the_most_urgent_gets_the_place_that_comes_free() {
        hub.reader("reader1", "CT", "MR");
        var now = hub.clock.instant();
        roster.add("reader1", now.minusSeconds(60), now.plus(Duration.ofMinutes(35)));
        hub.settled();

        var taken = Stream.generate(() -> hub.arrive(hub.study("COUNTYA", "CT")))
                .limit(3)
                .toList();
        assertThat(taken).allSatisfy(read -> assertThat(read.state()).isEqualTo(CaseState.ASSIGNED));
        var routine = hub.arrive(hub.study("COUNTYA", "CT"));
        var alsoRoutine = hub.arrive(hub.study("COUNTYB", "CT"));
        assertThat(routine.state()).isEqualTo(CaseState.WAITING);
        assertThat(routine.reason().key()).isEqualTo("workflow.nobody.free");
        var urgent = hub.arrive(hub.study("COUNTYA", "CT", "HEAD", "P1"));
        assertThat(urgent.state()).as("goes before routine work").isEqualTo(CaseState.ASSIGNED);

        sign(taken.get(0));
        sign(taken.get(1));

        Eventually.holds(() -> assertThat(hub.now(routine).state()).isEqualTo(CaseState.ASSIGNED));
        hub.settled();
        assertThat(hub.now(alsoRoutine).state()).isEqualTo(CaseState.WAITING);
    }

    @Test
    void many_studies_at_once_never_fill_a_shift_beyond_its_end() {
        hub.reader("reader1", "CT");
        hub.reader("reader2", "CT");
        hub.onShift("reader1", 1);
        hub.onShift("reader2", 1);
        hub.settled();

        var studies =
                Stream.generate(() -> hub.study("COUNTYA", "CT")).limit(30).toList();
        studies.forEach(study -> hub.tell(hub.arrived(study)));
        hub.settled();

        assertThat(hub.cases().worklistOf("reader1")).hasSize(5);
        assertThat(hub.cases().worklistOf("reader2")).hasSize(5);
        assertThat(hub.a(Board.class).view().waiting()).hasSize(20);
    }

    @Test
    void looking_again_by_timer_and_by_message_at_once_never_fails_either() {
        try (var restless = new Hub("radhub.workflow.look-again-after=PT0.05S")) {
            restless.reader("reader1", "CT");
            var waiting = Stream.generate(() -> restless.arrive(restless.study("COUNTYA", "CT")))
                    .limit(12)
                    .toList();

            IntStream.range(0, 60).forEach(i -> restless.tell(new RosterChanged("reader1", restless.clock.instant())));
            restless.settled();
            assertThat(waiting).allSatisfy(read -> assertThat(restless.cases().activeActivities(read.id()))
                    .containsExactly("waitForReader"));
            restless.onShift("reader1", 8);

            Eventually.holds(
                    () -> assertThat(restless.cases().worklistOf("reader1")).hasSize(12));
            restless.settled();
        }
    }

    @Test
    void the_board_shows_every_reader_with_shift_and_queue() {
        hub.reader("reader1", 2.0, "CT");
        hub.reader("reader2", "MR");
        hub.onShift("reader1", 8);
        hub.settled();
        hub.arrive(hub.study("COUNTYA", "CT"));
        hub.arrive(hub.study("COUNTYA", "CT"));

        var view = hub.a(Board.class).view();

        assertThat(view.readers()).extracting(Board.ReaderLoad::reader).containsExactly("reader1", "reader2");
        assertThat(view.readers().get(0)).satisfies(load -> {
            assertThat(load.queued()).isEqualTo(2);
            assertThat(load.stat()).isZero();
            assertThat(load.minutesAhead()).isEqualTo(10);
            assertThat(load.onShiftUntil()).isAfter(hub.in(Duration.ofHours(7)));
        });
        assertThat(view.readers().get(1).onShiftUntil()).isNull();
    }

    private void sign(ReadCase read) {
        hub.a(Desk.class).open(read.id(), "reader1");
        hub.a(TransactionTemplate.class)
                .executeWithoutResult(transaction -> hub.a(ReportProgress.class).signed(read.id(), "reader1", 1));
    }
}
