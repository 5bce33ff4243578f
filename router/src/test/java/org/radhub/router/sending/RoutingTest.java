package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Lane;
import org.radhub.router.Peer;
import org.radhub.router.RoutingRule;
import org.radhub.router.Sending;
import org.radhub.router.TimeWindow;
import org.radhub.router.testing.Images;
import org.radhub.router.testing.SendingHub;
import org.radhub.storage.Evidence;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Studies;
import org.radhub.storage.StudyArrived;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the rules queue. Nothing leaves: the destinations are switched off. */
class RoutingTest extends SendingScene {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    private String others;

    /** What waits for its priority is looked at by the tests alone. */
    RoutingTest() {
        super("radhub.sending.priority-start", "1h");
    }

    @BeforeEach
    void destinations() {
        others = pacs + "-B";
        for (var name : Set.of(pacs, others)) {
            var peer = new Peer("127.0.0.1", 1, name, "RADHUB");
            hub.outgoing().put(new Destination(name, new Endpoint.Dicom(peer, false), 1, false), "admin");
        }
    }

    @Test
    void a_rule_for_routine_studies_waits_until_the_case_says_what_the_study_is() throws IOException {
        hub.rule(Set.of(pacs), Set.of(Lane.ROUTINE));
        hub.rule(Set.of(others), Set.of());
        var id = arrived();
        assertThat(queuedFor(id)).containsExactly(others);

        hub.hasten(id, Lane.STAT);
        judgeAll();

        assertThat(queuedFor(id)).containsExactly(others);
        assertThat(hub.outgoing().ofStudy(id)).extracting(Sending::lane).containsExactly(Lane.STAT);
        assertThat(waiting(id)).isZero();
    }

    @Test
    void what_waits_changes_its_lane_whenever_the_priority_changes_and_so_does_what_may_be_replayed()
            throws IOException {
        hub.rule(Set.of(pacs, others), Set.of());
        hub.receive(study, 1, 3, 1000);
        var id = hub.study(study).id();
        await().atMost(LIMIT).until(() -> queuedFor(id).size() == 2);
        hub.jdbc()
                .sql("update router.sending set state = 'DEAD', ended_at = now() where destination = ?")
                .param(others)
                .update();

        for (var lane : List.of(Lane.ROUTINE, Lane.STAT, Lane.URGENT)) {
            hub.hasten(id, lane);

            assertThat(hub.outgoing().ofStudy(id)).extracting(Sending::lane).containsExactly(lane, lane);
        }
        var dead = hub.outgoing().ofStudy(id).stream()
                .filter(one -> one.destination().equals(others))
                .findFirst();
        hub.outgoing().replay(dead.orElseThrow().id(), "coordinator");
        assertThat(hub.outgoing().ofStudy(id)).extracting(Sending::lane).containsOnly(Lane.URGENT);
    }

    @Test
    void what_somebody_sends_as_urgent_does_not_wait_in_a_later_lane_behind_what_a_rule_sent() throws IOException {
        hub.rule(Set.of(pacs, others), Set.of());
        hub.receive(study, 1, 3, 1000);
        var id = hub.study(study).id();
        await().atMost(LIMIT).until(() -> queuedFor(id).size() == 2);

        hub.outgoing().send(id, pacs, Lane.ROUTINE, "coordinator");
        hub.outgoing().send(id, pacs, Lane.STAT, "coordinator");
        hub.outgoing().send(id, pacs, Lane.ROUTINE, "coordinator");

        assertThat(hub.outgoing().ofStudy(id))
                .extracting(Sending::destination, Sending::lane)
                .containsExactlyInAnyOrder(
                        tuple(others, Lane.ROUTINE),
                        tuple(pacs, Lane.STAT),
                        tuple(pacs, Lane.STAT),
                        tuple(pacs, Lane.STAT),
                        tuple(pacs, Lane.ROUTINE));
    }

    @Test
    void a_study_whose_case_is_routine_goes_where_routine_ones_go() throws IOException {
        hub.rule(Set.of(pacs), Set.of(Lane.ROUTINE));
        hub.rule(Set.of(others), Set.of(Lane.STAT));
        var id = arrived();

        hub.hasten(id, Lane.ROUTINE);

        assertThat(queuedFor(id)).containsExactly(pacs);
        assertThat(waiting(id)).isZero();
    }

    @Test
    void a_study_that_gets_no_case_goes_as_a_routine_one_and_only_once() throws IOException {
        hub.rule(Set.of(pacs), Set.of(Lane.ROUTINE));
        hub.rule(Set.of(others), Set.of(Lane.STAT));
        var id = arrived();
        hub.a(Unprioritized.class).judge();
        assertThat(queuedFor(id)).isEmpty();

        judgeAll();
        assertThat(queuedFor(id)).containsExactly(pacs);

        // Killed before the outbox knew that it was heard.
        tellAgain(id);
        judgeAll();
        assertThat(queuedFor(id)).containsExactly(pacs);
        hub.hasten(id, Lane.ROUTINE);
        assertThat(queuedFor(id)).containsExactly(pacs);
    }

    @Test
    void a_study_that_waits_for_its_priority_while_more_of_it_arrives_is_judged_when_it_is_complete()
            throws IOException {
        hub.rule(Set.of(pacs), Set.of(Lane.ROUTINE));
        var id = arrived();
        new TransactionTemplate(hub.a(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            set(id, "state = 'ARRIVING'");
            hub.jdbc().sql("update router.undecided set judge_at = now()").update();
            var routing = hub.a(Routing.class);
            routing.judgeAsRoutine(routing.takeOverdue().orElseThrow());
            assertThat(queuedFor(id)).isEmpty();
            set(id, "state = 'TOLD'");
        });
        assertThat(waiting(id)).isEqualTo(1);

        judgeAll();
        assertThat(queuedFor(id)).containsExactly(pacs);
    }

    @Test
    void a_priority_that_is_heard_before_the_arrival_counts_for_it() throws IOException {
        hub.rule(Set.of(pacs), Set.of(Lane.STAT));
        hub.rule(Set.of(others), Set.of(Lane.ROUTINE));
        hub.receive(study, 1, 3, 1000);
        var id = hub.study(study).id();

        hub.hasten(id, Lane.STAT);

        await().atMost(LIMIT).until(() -> hub.study(study).complete());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(queuedFor(id)).containsExactly(pacs));
        tellAgain(id);
        judgeAll();
        assertThat(queuedFor(id)).containsExactly(pacs);
    }

    @Test
    void an_arrival_and_a_priority_that_are_heard_at_the_same_moment_wait_for_one_another() throws IOException {
        hub.receive(study, 1, 3, 1000);
        await().atMost(LIMIT).until(() -> hub.study(study).complete());
        var id = hub.study(study).id();
        hub.rule(Set.of(pacs), Set.of());

        var arrival = new AtomicReference<CompletableFuture<Void>>();
        new TransactionTemplate(hub.a(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            hub.hasten(id, Lane.STAT);
            arrival.set(CompletableFuture.runAsync(() -> tellAgain(id)));
            await().atMost(LIMIT).until(() -> arrival.get().isDone() || somebodyWaits());
        });
        arrival.get().join();

        assertThat(hub.outgoing().ofStudy(id)).extracting(Sending::lane).containsExactly(Lane.STAT);
    }

    private boolean somebodyWaits() {
        return hub.jdbc()
                .sql("select exists (select 1 from pg_locks where locktype = 'advisory' and not granted)")
                .query(Boolean.class)
                .single();
    }

    @Test
    void a_window_is_compared_with_when_the_study_was_complete_however_late_it_becomes_urgent() throws IOException {
        hub.rule(Set.of(pacs), Set.of(Lane.ROUTINE));
        var id = arrived();
        set(id, "completed_at = completed_at - interval '12 hours'");
        var completeAt = hub.a(Studies.class).completeAt(id).orElseThrow();
        rule(pacs, Set.of(), Set.of(Lane.STAT), around(completeAt));
        rule(others, Set.of(), Set.of(Lane.STAT), around(completeAt.plus(HALF_A_DAY)));

        hub.hasten(id, Lane.STAT);

        assertThat(queuedFor(id)).containsExactly(pacs);
    }

    @Test
    void one_series_of_the_body_part_is_enough() throws IOException, NotKept {
        rule(pacs, Set.of("LEGS"), Set.of(), Optional.empty());
        rule(others, Set.of("CHEST"), Set.of(), Optional.empty());
        keep(study + ".1", SendingHub.uid(study, 1), "HEAD");
        keep(study + ".2", SendingHub.uid(study, 2), "LEGS");
        hub.a(Intake.class).associationClosed("bodies");

        var id = hub.study(study).id();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(queuedFor(id)).containsExactly(pacs));
        assertThat(hub.study(study).bodyPart()).isEqualTo("HEAD");
    }

    /** Complete, and heard of; for rules that ask for a priority. */
    private UUID arrived() throws IOException {
        hub.receive(study, 1, 3, 1000);
        var id = hub.study(study).id();
        await().atMost(LIMIT).until(() -> hub.study(study).complete() && waiting(id) == 1);
        return id;
    }

    private void keep(String series, String instance, String bodyPart) throws IOException, NotKept {
        var head = new String(Images.ct(study, series, instance, 1000), StandardCharsets.ISO_8859_1);
        var bytes = head.replace("HEAD", bodyPart).getBytes(StandardCharsets.ISO_8859_1);
        hub.a(Intake.class)
                .keep(
                        new Offer(SendingHub.SITE, SendingHub.DEVICE, "bodies", Images.CT, instance, Images.EXPLICIT),
                        new ByteArrayInputStream(bytes));
    }

    private void rule(String destination, Set<String> bodyParts, Set<Lane> lanes, Optional<TimeWindow> arriving) {
        var rule = new RoutingRule(
                UUID.randomUUID(),
                "to " + destination,
                Set.of(),
                Set.of(),
                Set.of(),
                bodyParts,
                lanes,
                arriving,
                Set.of(destination),
                true);
        hub.outgoing().put(rule, "admin");
    }

    private static Optional<TimeWindow> around(Instant at) {
        LocalTime time = at.atZone(ZONE).toLocalTime();
        return Optional.of(new TimeWindow(time.minusHours(1), time.plusHours(1)));
    }

    private void tellAgain(UUID id) {
        var completeAt = hub.a(Studies.class).completeAt(id).orElseThrow();
        hub.a(Routing.class)
                .on(new StudyArrived(
                        id,
                        SendingHub.SITE,
                        study,
                        2,
                        2000,
                        completeAt,
                        completeAt,
                        completeAt,
                        new Evidence(Evidence.Kind.QUIET_TIME, Phrase.of("storage.evidence"))));
    }

    /** What waits for its priority has waited long enough. */
    private void judgeAll() {
        hub.jdbc()
                .sql("update router.undecided set judge_at = now() - interval '1 minute'")
                .update();
        hub.a(Unprioritized.class).judge();
    }

    private int waiting(UUID id) {
        return hub.jdbc()
                .sql("select count(*) from router.undecided where study_id = ?")
                .param(id)
                .query(Integer.class)
                .single();
    }

    private void set(UUID id, String what) {
        hub.jdbc()
                .sql("update storage.study set " + what + " where id = ?")
                .param(id)
                .update();
    }

    private List<String> queuedFor(UUID id) {
        return hub.outgoing().ofStudy(id).stream()
                .map(Sending::destination)
                .sorted()
                .toList();
    }
}
