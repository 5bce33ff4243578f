package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Grants;
import org.radhub.registry.Refused;
import org.springframework.transaction.support.TransactionTemplate;

class DeskTest {
    private final Hub hub = Hub.empty();
    private final Desk desk = hub.a(Desk.class);

    @BeforeEach
    void one_reader_is_on_shift() {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 12);
        hub.settled();
    }

    @Test
    void the_current_reader_opens_the_case_and_nobody_else_does() {
        hub.reader("reader2", "CT");
        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        assertRefused(
                Refused.Kind.CONFLICT, "workflow.refused.not-current-reader", () -> desk.open(read.id(), "reader2"));
        assertThat(desk.open(read.id(), "reader1").state()).isEqualTo(CaseState.READING);
        assertThat(desk.open(read.id(), "reader1").state()).isEqualTo(CaseState.READING);
        assertThat(hub.steps(read)).containsOnlyOnce(LedgerStep.OPENED);
    }

    @Test
    void a_case_that_is_not_there_is_not_found() {
        assertRefused(
                Refused.Kind.NOT_FOUND,
                "workflow.refused.unknown-case",
                () -> desk.open(java.util.UUID.randomUUID(), "reader1"));
    }

    @Test
    void a_released_case_goes_to_somebody_else_and_so_does_the_right_to_see_it() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        another("reader2");
        desk.open(read.id(), "reader1");

        var released = desk.release(read.id(), "reader1");

        assertThat(released.reader()).contains("reader2");
        assertThat(released.state()).isEqualTo(CaseState.ASSIGNED);
        assertThat(held("reader1")).isEmpty();
        assertThat(held("reader2")).hasSize(1);
        assertThat(hub.cases().worklistOf("reader1")).isEmpty();
        assertThat(hub.cases().activeActivities(read.id())).containsExactly("read");
        assertThat(hub.steps(read))
                .containsExactly(
                        LedgerStep.RECEIVED,
                        LedgerStep.COMPLETE,
                        LedgerStep.ASSIGNED,
                        LedgerStep.OPENED,
                        LedgerStep.RELEASED,
                        LedgerStep.ASSIGNED);
    }

    @Test
    void a_released_case_that_nobody_else_can_read_waits_and_comes_back_after_a_pause() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        var released = desk.release(read.id(), "reader1");

        assertThat(released.state()).isEqualTo(CaseState.WAITING);
        assertThat(released.reader()).isEmpty();
        assertThat(released.reason().key()).isEqualTo("workflow.nobody.left");
        assertThat(hub.a(Board.class).view().waiting()).containsExactly(released);
        assertThat(hub.cases().activeActivities(read.id())).containsExactly("waitForReader");
        assertThat(hub.steps(read)).endsWith(LedgerStep.RELEASED, LedgerStep.WAITING);
        assertRefused(Refused.Kind.CONFLICT, "workflow.refused.waiting", () -> desk.open(read.id(), "reader1"));

        hub.clock.advance(Duration.ofMinutes(16));

        Eventually.holds(() -> assertThat(hub.now(read).reader()).contains("reader1"));
    }

    @Test
    void whoever_declined_a_case_is_not_asked_for_it_again() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        var declined = desk.decline(read.id(), "reader1", "I know the patient");
        assertThat(declined.state()).isEqualTo(CaseState.WAITING);
        hub.clock.advance(Duration.ofHours(1));
        hub.tell(new RosterChanged("reader1", hub.clock.instant()));
        hub.settled();
        assertThat(hub.now(read).state()).isEqualTo(CaseState.WAITING);

        another("reader2");
        Eventually.holds(() -> assertThat(hub.now(read).reader()).contains("reader2"));
        assertThat(hub.cases().ledgerOf(read.id()))
                .filteredOn(line -> line.step() == LedgerStep.DECLINED)
                .singleElement()
                .satisfies(line -> assertThat(line.detail().args()).containsExactly("reader1", "I know the patient"));
    }

    @Test
    void declining_needs_a_reason() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        assertRefused(
                Refused.Kind.INVALID,
                "workflow.refused.reason-missing",
                () -> desk.decline(read.id(), "reader1", " \n"));
        assertRefused(
                Refused.Kind.INVALID,
                "workflow.refused.reason-too-long",
                () -> desk.decline(read.id(), "reader1", "x".repeat(501)));
        assertThat(hub.now(read).reader()).contains("reader1");
    }

    @Test
    void the_coordinator_moves_a_case_to_a_qualified_reader_on_shift_or_not() {
        hub.reader("reader2", "CT");
        hub.reader("reader3", "DX");
        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        assertRefused(
                Refused.Kind.INVALID,
                "workflow.refused.not-qualified",
                () -> desk.reassign(read.id(), "coordinator", "reader3", "why"));
        assertRefused(
                Refused.Kind.INVALID,
                "workflow.refused.not-a-reader",
                () -> desk.reassign(read.id(), "coordinator", "countya", "why"));
        assertRefused(
                Refused.Kind.NOT_ALLOWED,
                "workflow.refused.not-a-coordinator",
                () -> desk.reassign(read.id(), "reader1", "reader2", "why"));
        assertRefused(
                Refused.Kind.CONFLICT,
                "workflow.refused.already-theirs",
                () -> desk.reassign(read.id(), "coordinator", "reader1", "why"));

        var moved = desk.reassign(read.id(), "coordinator", "reader2", "knows the hip");

        assertThat(moved.reader()).contains("reader2");
        assertThat(held("reader1")).isEmpty();
        assertThat(held("reader2")).hasSize(1);
        assertThat(hub.steps(read)).endsWith(LedgerStep.REASSIGNED, LedgerStep.ASSIGNED);
        assertThat(hub.cases().activeActivities(read.id())).containsExactly("read");
        assertThat(desk.open(read.id(), "reader2").state()).isEqualTo(CaseState.READING);
    }

    @Test
    void the_coordinator_gives_a_waiting_case_to_a_reader_who_gave_it_back() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        desk.decline(read.id(), "reader1", "tired");

        var moved = desk.reassign(read.id(), "coordinator", "reader1", "there is nobody else");

        assertThat(moved.reader()).contains("reader1");
        assertThat(hub.cases().activeActivities(read.id())).containsExactly("read");
    }

    @Test
    void of_many_who_act_on_a_case_at_once_the_database_lets_one() throws Exception {
        another("reader2");
        hub.reader("reader4", "CT");
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        var reader = read.reader().orElseThrow();
        desk.open(read.id(), reader);
        var done = new AtomicInteger();
        var refused = new AtomicInteger();

        race(IntStream.range(0, 12)
                .mapToObj(i -> attempt(done, refused, () -> sign(read, reader)))
                .toList());

        assertThat(done).hasValue(1);
        assertThat(refused).hasValue(11);
        assertThat(hub.steps(read)).containsOnlyOnce(LedgerStep.SIGNED);
        assertThat(hub.cases().activeActivities(read.id())).containsExactly("awaitDelivery");
    }

    @Test
    void a_case_released_and_reassigned_at_once_has_one_reader_and_one_process_that_agree() throws Exception {
        another("reader2");
        another("reader4");
        for (int round = 0; round < 10; round++) {
            var read = hub.arrive(hub.study("COUNTYA", "CT"));
            var reader = read.reader().orElseThrow();
            var done = new AtomicInteger();
            var refused = new AtomicInteger();

            race(List.of(
                    attempt(done, refused, () -> desk.release(read.id(), reader)),
                    attempt(done, refused, () -> desk.decline(read.id(), reader, "busy")),
                    attempt(done, refused, () -> desk.reassign(read.id(), "coordinator", "reader4", "first")),
                    attempt(done, refused, () -> desk.open(read.id(), reader))));

            assertThat(done.get() + refused.get()).isEqualTo(4);
            var now = hub.now(read);
            if (now.state() == CaseState.WAITING) {
                assertThat(now.reader()).isEmpty();
                assertThat(hub.cases().activeActivities(read.id())).containsExactly("waitForReader");
            } else {
                assertThat(hub.cases().activeActivities(read.id())).containsExactly("read");
                assertThat(hub.a(Grants.class).ofStudy(read.site(), read.study().studyInstanceUid()))
                        .filteredOn(grant -> grant.until().isEmpty())
                        .singleElement()
                        .satisfies(grant -> assertThat(now.reader()).contains(grant.person()));
            }
        }
    }

    private void another(String reader) {
        hub.reader(reader, "CT");
        hub.onShift(reader, 12);
        hub.settled();
    }

    private ReadCase sign(ReadCase read, String reader) {
        return hub.a(TransactionTemplate.class)
                .execute(transaction -> hub.a(ReportProgress.class).signed(read.id(), reader, 1));
    }

    private List<org.radhub.registry.Grant> held(String reader) {
        return hub.a(Grants.class).heldBy(reader, hub.clock.instant());
    }

    private static Callable<Object> attempt(AtomicInteger done, AtomicInteger refused, Callable<?> verb) {
        return () -> {
            try {
                verb.call();
                done.incrementAndGet();
            } catch (Refused no) {
                assertThat(no.kind()).isEqualTo(Refused.Kind.CONFLICT);
                refused.incrementAndGet();
            }
            return null;
        };
    }

    /** Does all at once; what any of them threw fails the test. */
    private static void race(List<Callable<Object>> attempts) throws Exception {
        var threads = Executors.newFixedThreadPool(attempts.size());
        try {
            for (var attempt : threads.invokeAll(attempts)) {
                attempt.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void assertRefused(Refused.Kind kind, String key, Runnable verb) {
        assertThatExceptionOfType(Refused.class).isThrownBy(verb::run).satisfies(no -> {
            assertThat(no.kind()).isEqualTo(kind);
            assertThat(no.phrase().key()).isEqualTo(key);
        });
    }
}
