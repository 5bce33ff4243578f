package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.router.CommitmentReport;
import org.radhub.router.CommitmentReports;
import org.radhub.router.Lane;
import org.radhub.router.Listener;
import org.radhub.router.SendingState;
import org.radhub.router.testing.Images;
import org.radhub.router.testing.Modality;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;
import org.radhub.storage.Attributes;

class CommitmentTest extends PeerScene {
    private static final String PUSH_MODEL = "1.2.840.10008.1.20.1";

    CommitmentTest() {
        super("radhub.sending.commitment-wait", "3s");
    }

    @BeforeEach
    void sendThere() {
        hub.destination(pacs, peer.port(), 1, true);
        hub.rule(Set.of(pacs), Set.of());
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
        askedFor();
        var report = new CommitmentReport(
                peer.transactions.get(0), Set.of(SendingHub.uid(study, 1), SendingHub.uid(study, 2)), Map.of());

        assertThat(hub.a(CommitmentReports.class).reported(report, asked -> true))
                .isTrue();

        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(hub.a(CommitmentReports.class).reported(report, asked -> true))
                .isFalse();
        assertThat(peer.requests).hasSize(2);
    }

    @Test
    void a_destination_that_is_no_registered_device_reports_in_an_association_of_its_own() throws IOException {
        askedFor();

        assertThat(reports("127.0.0.1", pacs)).isZero();
        assertThat(reports("127.0.0.1", pacs)).isEqualTo(0x0112);

        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(peer.requests).hasSize(2);
    }

    @Test
    void a_device_of_another_hospital_settles_nothing_though_it_knows_the_transaction() throws IOException {
        device(pacs, SendingHub.SITE);
        device("OTHER_" + pacs, SendingHub.OTHER_SITE);
        askedFor();

        assertThat(reports("127.0.0.1", "OTHER_" + pacs)).isEqualTo(0x0112);
        assertThat(reports("127.0.0.1", "OTHER_" + pacs, 1)).isEqualTo(0x0112);

        hub.sendings(study, 1, SendingState.COMMITTING);
        assertThat(reports("127.0.0.3", pacs)).isZero();
        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(peer.requests).hasSize(2);
    }

    @Test
    void another_device_of_the_destinations_hospital_reports_for_it_from_where_it_is() throws IOException {
        device(pacs, SendingHub.SITE);
        device("ARCHIVE_" + pacs, SendingHub.SITE);
        askedFor();

        assertThat(reports("127.0.0.3", "ARCHIVE_" + pacs)).isZero();

        hub.sendings(study, 1, SendingState.COMMITTED);
    }

    @Test
    void where_nobody_knows_the_destinations_hospital_it_is_known_by_the_address_that_it_is_called_at()
            throws IOException {
        device("ARCHIVE_" + pacs, SendingHub.SITE);
        askedFor();

        assertThat(reports("127.0.0.3", "ARCHIVE_" + pacs)).isEqualTo(0x0112);
        hub.sendings(study, 1, SendingState.COMMITTING);

        assertThat(reports("127.0.0.1", "ARCHIVE_" + pacs)).isZero();
        hub.sendings(study, 1, SendingState.COMMITTED);
    }

    @Test
    void a_destination_reports_for_no_other_even_from_the_same_address() throws IOException {
        hub.destination(pacs + "-B", peer.port(), 1, true);
        askedFor();

        assertThat(reports("127.0.0.1", pacs + "-B")).isEqualTo(0x0112);

        hub.sendings(study, 1, SendingState.COMMITTING);
    }

    @Test
    void a_destination_that_is_called_reports_for_no_other_in_that_association() throws IOException {
        try (var other = new ScriptedPeer()) {
            askedFor();
            var transaction = peer.transactions.get(0);
            other.commitment = Optional.of(kept -> Set.of());
            other.reportedTransaction = asked -> transaction;
            hub.destination(pacs + "-B", other.port(), 1, true);

            hub.outgoing().send(hub.study(study).id(), pacs + "-B", Lane.ROUTINE, "coordinator");

            await().atMost(LIMIT).until(() -> !other.reportAnswers.isEmpty());
            assertThat(other.reportAnswers).containsExactly(0x0112);
            hub.sendings(study, 2, SendingState.COMMITTING);
        }
    }

    private void device(String aeTitle, String site) {
        hub.a(Devices.class).put(new Device(aeTitle, site, "", "", List.of("127.0.0.0/8"), true));
    }

    /** The study is sent, and the destination has been asked to keep it and has not reported. */
    private void askedFor() throws IOException {
        peer.commitment = Optional.of(kept -> Set.of());
        peer.reportsAtOnce = false;
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.COMMITTING);
    }

    private int reports(String from, String aeTitle) throws IOException {
        return reports(from, aeTitle, 1, 2);
    }

    /** The status with which the hub answers who calls and says that these of the two instances are kept. */
    private int reports(String from, String aeTitle, Integer... kept) throws IOException {
        var committed = Stream.of(kept)
                .map(number -> Attributes.builder()
                        .put(0x00081150, Images.CT)
                        .put(0x00081155, SendingHub.uid(study, number))
                        .build())
                .toList();
        var report = Attributes.builder()
                .put(0x00081195, peer.transactions.get(0))
                .sequence(0x00081199, committed)
                .build();
        var elements = Map.<Integer, Object>of(0x0002, PUSH_MODEL, 0x1000, PUSH_MODEL + ".1", 0x1002, 1);
        try (var calling = Modality.callingFrom(from, hub.a(Listener.class).port(), aeTitle, PUSH_MODEL)) {
            var answer = calling.ask(Modality.N_EVENT_REPORT, PUSH_MODEL, elements, report);
            calling.release();
            return answer.status();
        }
    }

    /** What is reported of the two instances, and how often instances are sent then. */
    static Stream<Arguments> others() {
        Function<List<String>, Set<String>> quiteOthers = sent -> Set.of("1.2.3", "1.2.4");
        Function<List<String>, Set<String>> oneOfThem = sent -> Set.of(sent.get(0));
        return Stream.of(Arguments.of(quiteOthers, 4), Arguments.of(oneOfThem, 3));
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_report_on_other_instances_or_fewer_than_were_asked_for_commits_to_none_of_the_rest(
            Function<List<String>, Set<String>> reported, int requests) throws IOException {
        askedFor();
        peer.reportsAtOnce = true;
        var sent = List.of(SendingHub.uid(study, 1), SendingHub.uid(study, 2));

        hub.a(CommitmentReports.class)
                .reported(
                        new CommitmentReport(peer.transactions.get(0), reported.apply(sent), Map.of()), asked -> true);

        hub.sendings(study, 1, SendingState.COMMITTED);
        assertThat(peer.requests).hasSize(requests);
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
        assertThat(hub.health(pacs).failingSince()).isEmpty();

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
                        .reported(new CommitmentReport("1.2.3.4.5", Set.of("1.2.3"), Map.of()), asked -> true))
                .isFalse();
    }
}
