package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.CommitmentReport;
import org.radhub.router.CommitmentReports;
import org.radhub.router.SendingState;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommitmentTest {
    private final AtomicInteger count = new AtomicInteger();
    private SendingHub hub;
    private ScriptedPeer peer;
    private String study;

    @BeforeAll
    void open(@TempDir Path home) {
        hub = new SendingHub(home, TestDatabase.fresh(), "radhub.sending.commitment-wait", "1s");
    }

    @AfterAll
    void close() {
        hub.close();
    }

    @BeforeEach
    void another() throws IOException {
        peer = new ScriptedPeer();
        study = "1.2.826.2." + count.incrementAndGet();
        var pacs = "PACS" + count.get();
        hub.destination(pacs, peer.port(), 1, true);
        hub.rule(Set.of(pacs), Set.of());
    }

    @AfterEach
    void forget() throws IOException {
        peer.close();
        hub.forgetRules();
        hub.switchOff();
    }

    @Test
    void a_study_is_sent_when_the_peer_has_committed_itself_to_all_of_it() throws IOException {
        var asked = new AtomicInteger();
        peer.commitment = Optional.of(kept -> {
            asked.set(kept.size());
            return Set.of();
        });
        hub.receive(study, 1, 4, 1000);

        hub.sendings(study, 1, SendingState.COMMITTED);

        assertThat(asked).hasValue(3);
        await().atMost(Duration.ofSeconds(10)).until(() -> !peer.reportAnswers.isEmpty());
        assertThat(peer.reportAnswers).containsExactly(0);
    }

    @Test
    void what_the_peer_does_not_keep_is_sent_again_and_nothing_else() throws IOException {
        var lost = SendingHub.uid(study, 2);
        var first = new AtomicBoolean(true);
        peer.commitment = Optional.of(kept -> first.getAndSet(false) ? Set.of(lost) : Set.of());
        hub.receive(study, 1, 4, 1000);

        hub.sendings(study, 1, SendingState.COMMITTED);

        assertThat(peer.requests).containsExactly(SendingHub.uid(study, 1), lost, SendingHub.uid(study, 3), lost);
        assertThat(peer.transactions).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void a_report_that_comes_on_another_association_is_waited_for() throws IOException {
        peer.commitment = Optional.of(kept -> Set.of());
        peer.reportsAtOnce = false;
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.COMMITTING);
        var report = new CommitmentReport(
                peer.transactions.get(0), Set.of(SendingHub.uid(study, 1), SendingHub.uid(study, 2)), Map.of());

        assertThat(hub.a(CommitmentReports.class).reported(report)).isTrue();

        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(hub.a(CommitmentReports.class).reported(report)).isFalse();
        assertThat(peer.requests).hasSize(2);
    }

    @Test
    void a_report_on_other_instances_than_were_asked_for_commits_to_nothing() throws IOException {
        peer.commitment = Optional.of(kept -> Set.of());
        peer.reportsAtOnce = false;
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.COMMITTING);
        peer.reportsAtOnce = true;

        hub.a(CommitmentReports.class)
                .reported(new CommitmentReport(peer.transactions.get(0), Set.of("1.2.3", "1.2.4"), Map.of()));

        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(peer.requests).hasSize(4);
    }

    @Test
    void a_report_that_leaves_an_instance_out_commits_to_nothing() throws IOException {
        peer.commitment = Optional.of(kept -> Set.of());
        peer.reportsAtOnce = false;
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.COMMITTING);
        peer.reportsAtOnce = true;

        hub.a(CommitmentReports.class)
                .reported(new CommitmentReport(peer.transactions.get(0), Set.of(SendingHub.uid(study, 1)), Map.of()));

        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(peer.transactions).hasSize(2);
    }

    @Test
    void a_peer_that_aborts_when_it_is_asked_for_commitment_goes_on_getting_studies() throws IOException {
        peer.commitment = Optional.of(kept -> Set.of());
        peer.abortsCommitment = true;
        hub.receive(study, 1, 3, 1000);
        var failing = await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.outgoing().ofStudy(hub.study(study).id()), all -> all.stream()
                        .anyMatch(one -> one.lastError().isPresent()))
                .get(0);
        assertThat(failing.lastError().orElseThrow().key()).isEqualTo("router.sending.not-asked");
        assertThat(failing.confirmed()).isEqualTo(2);
        assertThat(hub.health("PACS" + count.get()).failingSince()).isEmpty();

        peer.abortsCommitment = false;

        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(peer.requests).hasSize(2);
    }

    @Test
    void a_peer_that_takes_the_request_and_leaves_before_it_reports_is_waited_for() throws IOException {
        peer.commitment = Optional.of(kept -> Set.of());
        peer.leavesCommitment = true;
        hub.receive(study, 1, 3, 1000);

        assertThat(hub.sendings(study, 1, SendingState.COMMITTING).get(0).confirmed())
                .isEqualTo(2);
    }

    @Test
    void where_commitment_is_not_offered_the_peers_success_is_what_counts() throws IOException {
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.SENT);
        assertThat(peer.kept).hasSize(2);
    }

    @Test
    void a_report_of_a_transaction_that_nobody_asked_for_is_not_taken() {
        assertThat(hub.a(CommitmentReports.class)
                        .reported(new CommitmentReport("1.2.3.4.5", Set.of("1.2.3"), Map.of())))
                .isFalse();
    }
}
