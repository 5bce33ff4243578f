package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Grants;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Evidence;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.LateSeries;
import org.radhub.storage.Study;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

class LifeOfACaseTest {
    private final Hub hub = Hub.empty();
    private final Desk desk = hub.a(Desk.class);

    @BeforeEach
    void one_reader_is_on_shift() {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 12);
        hub.settled();
    }

    @Test
    void a_case_is_read_signed_delivered_and_acknowledged_and_the_ledger_has_every_step() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        var id = read.id();

        desk.open(id, "reader1");
        assertThat(report(progress -> progress.preliminary(id, "reader1", 1)).state())
                .isEqualTo(CaseState.PRELIMINARY);
        assertThat(report(progress -> progress.preliminary(id, "reader1", 2)).state())
                .isEqualTo(CaseState.PRELIMINARY);
        assertThat(report(progress -> progress.signed(id, "reader1", 3)).state())
                .isEqualTo(CaseState.SIGNED);
        assertThat(hub.cases().activeActivities(id)).containsExactly("awaitDelivery");
        assertThat(hub.cases().worklistOf("reader1")).isEmpty();
        assertThat(report(progress -> progress.delivered(id, "COUNTYA", "page", 3))
                        .state())
                .isEqualTo(CaseState.DELIVERED);
        assertThat(hub.cases().activeActivities(id)).containsExactly("awaitAcknowledgement");
        assertThat(report(progress -> progress.acknowledged(id, "countya", "COUNTYA"))
                        .state())
                .isEqualTo(CaseState.ACKNOWLEDGED);

        assertThat(hub.cases().activeActivities(id)).isEmpty();
        assertThat(hub.steps(read))
                .containsExactly(
                        LedgerStep.RECEIVED,
                        LedgerStep.COMPLETE,
                        LedgerStep.ASSIGNED,
                        LedgerStep.OPENED,
                        LedgerStep.PRELIMINARY,
                        LedgerStep.PRELIMINARY,
                        LedgerStep.SIGNED,
                        LedgerStep.DELIVERED,
                        LedgerStep.ACKNOWLEDGED);
        assertThat(hub.cases().ledgerOf(id))
                .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        assertThat(hub.now(read).reader()).contains("reader1");
    }

    @Test
    void an_addendum_is_delivered_and_acknowledged_without_moving_the_case() {
        var read = delivered(hub.study("COUNTYA", "CT"));
        report(progress -> progress.acknowledged(read.id(), "countya", "COUNTYA"));

        var after = report(progress -> {
            progress.delivered(read.id(), "COUNTYA", "page", 2);
            return progress.acknowledged(read.id(), "countya", "COUNTYA");
        });

        assertThat(after.state()).isEqualTo(CaseState.ACKNOWLEDGED);
        assertThat(hub.steps(read)).endsWith(LedgerStep.DELIVERED, LedgerStep.ACKNOWLEDGED);
    }

    @Test
    void whoever_signed_may_look_at_the_study_for_thirty_days_more() {
        var read = delivered(hub.study("COUNTYA", "CT"));
        var grants = hub.a(Grants.class);

        assertThat(grants.heldBy("reader1", hub.in(Duration.ofDays(29))))
                .extracting(grant -> grant.studyInstanceUid())
                .containsExactly(read.study().studyInstanceUid());
        assertThat(grants.heldBy("reader1", hub.in(Duration.ofDays(31)))).isEmpty();
    }

    @Test
    void a_case_is_not_reported_before_it_is_opened_nor_by_anybody_else() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        assertConflict("workflow.refused.not-opened", () -> report(p -> p.signed(read.id(), "reader1", 1)));
        desk.open(read.id(), "reader1");
        assertConflict("workflow.refused.not-current-reader", () -> report(p -> p.signed(read.id(), "reader2", 1)));
        assertConflict("workflow.refused.not-current-reader", () -> report(p -> p.preliminary(read.id(), "x", 1)));
        report(progress -> progress.signed(read.id(), "reader1", 1));
        assertConflict("workflow.refused.already-signed", () -> report(p -> p.signed(read.id(), "reader1", 2)));
        assertConflict("workflow.refused.already-signed", () -> report(p -> p.preliminary(read.id(), "reader1", 2)));
        assertConflict("workflow.refused.already-signed", () -> desk.release(read.id(), "reader1"));
        assertConflict(
                "workflow.refused.already-signed", () -> desk.reassign(read.id(), "coordinator", "reader1", "why"));
    }

    @Test
    void a_report_is_neither_delivered_before_it_is_signed_nor_acknowledged_before_it_is_delivered() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        desk.open(read.id(), "reader1");

        assertThatThrownBy(() -> report(progress -> progress.delivered(read.id(), "COUNTYA", "page", 1)))
                .isInstanceOf(IllegalStateException.class);
        report(progress -> progress.signed(read.id(), "reader1", 1));
        assertThatThrownBy(() -> report(progress -> progress.acknowledged(read.id(), "countya", "COUNTYA")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(hub.now(read).state()).isEqualTo(CaseState.SIGNED);
    }

    @Test
    void what_the_reporting_tells_belongs_to_its_transaction_and_goes_with_it() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        desk.open(read.id(), "reader1");

        hub.a(TransactionTemplate.class).executeWithoutResult(transaction -> {
            hub.a(ReportProgress.class).signed(read.id(), "reader1", 1);
            transaction.setRollbackOnly();
        });

        assertThat(hub.now(read).state()).isEqualTo(CaseState.READING);
        assertThat(hub.cases().activeActivities(read.id())).containsExactly("read");
        assertThat(hub.steps(read)).doesNotContain(LedgerStep.SIGNED);
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> hub.a(ReportProgress.class).lock(read.id()));
    }

    @Test
    void the_deadline_tells_the_coordinator_and_the_case_stays_with_its_reader() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        desk.open(read.id(), "reader1");

        hub.clock.advance(Duration.ofHours(24).plusSeconds(1));

        Eventually.holds(() -> assertThat(hub.now(read).escalatedAt()).isPresent());
        var late = hub.now(read);
        assertThat(late.reader()).contains("reader1");
        assertThat(late.state()).isEqualTo(CaseState.READING);
        assertThat(hub.a(Board.class).view().late()).containsExactly(late);
        assertThat(hub.steps(read)).containsOnlyOnce(LedgerStep.ESCALATED);
        assertThat(report(progress -> progress.signed(read.id(), "reader1", 1)).state())
                .isEqualTo(CaseState.SIGNED);
        assertThat(hub.a(Board.class).view().late()).isEmpty();
    }

    @Test
    void a_case_that_waits_past_its_deadline_is_escalated_too() {
        var read = hub.arrive(hub.study("COUNTYA", "MR"));
        assertThat(read.state()).isEqualTo(CaseState.WAITING);

        hub.clock.advance(Duration.ofHours(24).plusSeconds(1));

        Eventually.holds(() -> assertThat(hub.steps(read)).contains(LedgerStep.ESCALATED));
        assertThat(hub.now(read).state()).isEqualTo(CaseState.WAITING);
    }

    @Test
    void images_that_come_after_signing_are_shown_to_reader_and_coordinator_until_an_addendum() {
        var study = hub.study("COUNTYA", "CT");
        var read = delivered(study);

        hub.tell(new InstancesArrivedLate(
                study.id(),
                study.site(),
                study.studyInstanceUid(),
                3,
                23,
                hub.clock.instant(),
                hub.clock.instant(),
                new Evidence(Evidence.Kind.QUIET_TIME, Phrase.of("storage.evidence.quiet")),
                List.of(new LateSeries("1.2", "CT", "3", "Axial", 4, 24))));
        hub.settled();

        assertThat(hub.cases().changedAfterSigning("reader1"))
                .extracting(ReadCase::id)
                .containsExactly(read.id());
        assertThat(hub.a(Board.class).view().changedAfterSigning())
                .extracting(ReadCase::lateInstances)
                .containsExactly(3);
        assertThat(hub.steps(read)).endsWith(LedgerStep.LATE_IMAGES, LedgerStep.ESCALATED);

        report(progress -> progress.delivered(read.id(), "COUNTYA", "page", 2));
        assertThat(hub.cases().changedAfterSigning("reader1")).isEmpty();
    }

    private ReadCase delivered(Study study) {
        var read = hub.arrive(study);
        desk.open(read.id(), "reader1");
        report(progress -> progress.signed(read.id(), "reader1", 1));
        return report(progress -> progress.delivered(read.id(), "COUNTYA", "page", 1));
    }

    private ReadCase report(Function<ReportProgress, ReadCase> progress) {
        return hub.a(TransactionTemplate.class).execute(transaction -> progress.apply(hub.a(ReportProgress.class)));
    }

    private static void assertConflict(String key, Runnable verb) {
        assertThatExceptionOfType(Refused.class).isThrownBy(verb::run).satisfies(no -> {
            assertThat(no.kind()).isEqualTo(Refused.Kind.CONFLICT);
            assertThat(no.phrase().key()).isEqualTo(key);
        });
    }
}
