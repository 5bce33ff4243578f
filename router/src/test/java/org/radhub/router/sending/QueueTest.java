package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.router.Lane;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingQuery;
import org.radhub.router.SendingState;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;
import org.radhub.storage.Evidence;
import org.radhub.storage.StudyArrived;

class QueueTest extends PeerScene {
    QueueTest() {
        super("radhub.sending.tries", "3");
    }

    @Test
    void one_stuck_destination_delays_no_other() throws IOException {
        try (var silent = new ScriptedPeer();
                var other = new ScriptedPeer()) {
            // One takes the association and never answers a C-STORE, one takes the connection and never answers at all.
            peer.script = (uid, nth) -> new ScriptedPeer.Stall();
            silent.greeting = ScriptedPeer.Greeting.SILENCE;
            hub.sendAllTo(pacs, peer.port(), 1);
            hub.sendAllTo(pacs + "-SILENT", silent.port(), 1);
            hub.sendAllTo(pacs + "-B", other.port(), 1);
            for (var i = 0; i < 5; i++) {
                hub.receive(study + "." + i, 1, 3, 1000);
            }
            await().atMost(LIMIT).until(() -> other.kept.size() == 10);
            assertThat(peer.kept).isEmpty();
            assertThat(hub.health(pacs).sending()).isEqualTo(1);
            assertThat(hub.health(pacs + "-SILENT").sending()).isEqualTo(1);
            assertThat(silent.associations).hasValue(1);
        }
    }

    @Test
    void what_is_urgent_overtakes_what_waits_and_what_is_on_its_way() throws IOException {
        var urgent = new CountDownLatch(1);
        slowUntilTheUrgentOneComes(urgent);
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 150, 100);
        await().atMost(LIMIT).until(() -> !peer.kept.isEmpty());
        hub.receive(study + ".7", 1, 3, 100);
        hub.receive(study + ".8", 1, 3, 100);
        hub.sendings(study + ".7", 1, SendingState.WAITING);
        hub.hasten(hub.study(study + ".8").id(), Lane.STAT);

        hub.sendings(study + ".8", 1, SendingState.SENT);
        hub.sendings(study + ".7", 1, SendingState.SENT);
        hub.sendings(study, 1, SendingState.SENT);

        var urgentAt = peer.kept.indexOf(SendingHub.uid(study + ".8", 2));
        assertThat(urgentAt).isLessThan(peer.kept.indexOf(SendingHub.uid(study + ".7", 1)));
        assertThat(urgentAt).isLessThan(peer.kept.indexOf(SendingHub.uid(study, 149)));
        assertThat(peer.requests).hasSize(153).doesNotHaveDuplicates();
    }

    @Test
    void what_has_become_urgent_on_its_way_makes_no_way() throws IOException {
        var urgent = new CountDownLatch(1);
        slowUntilTheUrgentOneComes(urgent);
        hub.sendAllTo(pacs, peer.port(), 2);
        hub.switchOff();
        hub.receive(study + ".6", 1, 150, 100);
        hub.receive(study + ".7", 1, 150, 100);
        hub.sendings(study + ".6", 1, SendingState.WAITING);
        hub.sendings(study + ".7", 1, SendingState.WAITING);
        hub.hasten(hub.study(study + ".7").id(), Lane.URGENT);
        hub.destination(pacs, peer.port(), 2, false);
        hub.sendings(study + ".6", 1, SendingState.SENDING);
        hub.sendings(study + ".7", 1, SendingState.SENDING);
        var lease = lease(study + ".6");

        hub.hasten(hub.study(study + ".6").id(), Lane.STAT);
        hub.receive(study + ".8", 1, 2, 100);
        hub.hasten(hub.study(study + ".8").id(), Lane.STAT);

        await().atMost(LIMIT).until(() -> urgent.getCount() == 0);
        assertThat(lease(study + ".6")).isEqualTo(lease);
        for (var number = 6; number <= 8; number++) {
            hub.sendings(study + "." + number, 1, SendingState.SENT);
        }
    }

    /** A slow receiver: it would have a study of 149 images after half a minute. */
    private void slowUntilTheUrgentOneComes(CountDownLatch urgent) {
        peer.script = (uid, nth) -> {
            if (uid.startsWith(study + ".8.")) {
                urgent.countDown();
                return ScriptedPeer.KEEP;
            }
            return new ScriptedPeer.Wait(urgent, Duration.ofMillis(200));
        };
    }

    private String lease(String uid) {
        return hub.jdbc()
                .sql("select coalesce(lease::text, 'none') from router.sending where study_instance_uid = ?")
                .param(uid)
                .query(String.class)
                .single();
    }

    @Test
    void what_is_given_up_can_be_read_and_replayed() throws IOException {
        var bad = SendingHub.uid(study, 2);
        var healed = new AtomicBoolean();
        peer.script = (uid, nth) -> uid.equals(bad) && !healed.get()
                ? new ScriptedPeer.Answer(0xC123, "pixel data is odd")
                : ScriptedPeer.KEEP;
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 5, 1000);

        var dead = hub.sendings(study, 1, SendingState.DEAD).get(0);

        assertThat(dead.attempts()).isEqualTo(3);
        assertThat(dead.confirmed()).isEqualTo(3);
        assertThat(dead.triedAt()).isPresent();
        assertThat(dead.lastError()).contains(Phrase.of("router.sending.not-all", 1, 4, "C123 pixel data is odd"));
        assertThat(hub.outgoing().problems(dead.id())).singleElement().satisfies(problem -> {
            assertThat(problem.sopInstanceUid()).isEqualTo(bad);
            assertThat(problem.kind()).isEqualTo(SendingProblem.Kind.PERMANENT);
            assertThat(problem.problem()).isEqualTo(Phrase.of("router.sending.refused", "C123", "pixel data is odd"));
            assertThat(problem.times()).isEqualTo(3);
            assertThat(problem.lastAt()).isBeforeOrEqualTo(dead.endedAt().orElseThrow());
        });
        assertThat(hub.outgoing()
                        .sendings(new SendingQuery(Optional.of(SendingState.DEAD), Optional.of(pacs), 1, 10))
                        .items())
                .containsExactly(dead);

        healed.set(true);
        hub.outgoing().replay(dead.id(), "coordinator");

        var sent = hub.sendings(study, 1, SendingState.SENT).get(0);
        assertThat(sent.decidedBy()).contains("coordinator");
        assertThat(peer.requests).hasSize(7);
        assertThat(peer.kept).hasSize(4).doesNotHaveDuplicates();
        assertThat(hub.outgoing().problems(dead.id())).isEmpty();
        assertThat(hub.a(AuditTrail.class).about(study, 10))
                .filteredOn(line -> line.access().actor().equals("coordinator"))
                .singleElement()
                .satisfies(line -> assertThat(line.access().detail()).isEqualTo("to be sent again to " + pacs));
        assertThatThrownBy(() -> hub.outgoing().replay(dead.id(), "coordinator"))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.CONFLICT));
    }

    @Test
    void all_dead_letters_of_a_destination_can_be_replayed_at_once() throws IOException {
        peer.script = (uid, nth) -> nth < 3 ? new ScriptedPeer.Answer(0xA900, "") : ScriptedPeer.KEEP;
        hub.sendAllTo(pacs, peer.port(), 2);
        for (var i = 0; i < 3; i++) {
            hub.receive(study + "." + i, 1, 2, 1000);
        }
        for (var i = 0; i < 3; i++) {
            hub.sendings(study + "." + i, 1, SendingState.DEAD);
        }
        assertThat(hub.health(pacs).dead()).isEqualTo(3);

        assertThat(hub.outgoing().replayAll(pacs, "admin")).isEqualTo(3);

        for (var i = 0; i < 3; i++) {
            hub.sendings(study + "." + i, 1, SendingState.SENT);
        }
        assertThat(peer.kept).hasSize(3);
        assertThat(hub.outgoing().replayAll(pacs, "admin")).isZero();
    }

    @Test
    void a_site_that_sends_much_keeps_no_other_site_waiting() throws IOException {
        var begin = new CountDownLatch(1);
        peer.script = (uid, nth) -> new ScriptedPeer.Wait(begin, LIMIT);
        hub.sendAllTo(pacs, peer.port(), 1);
        for (var i = 0; i < 6; i++) {
            hub.receive(study + "." + i, 1, 2, 100);
            hub.sendings(study + "." + i, 1, SendingState.WAITING, SendingState.SENDING);
        }
        hub.receive(SendingHub.OTHER_SITE, study + ".9", 1, 2, 100);
        hub.sendings(study + ".9", 1, SendingState.WAITING);

        begin.countDown();

        hub.sendings(study + ".9", 1, SendingState.SENT);
        for (var i = 0; i < 6; i++) {
            hub.sendings(study + "." + i, 1, SendingState.SENT);
        }
        assertThat(peer.kept.indexOf(SendingHub.uid(study + ".9", 1))).isLessThanOrEqualTo(2);
        // Within a site, what waits longest goes first.
        assertThat(peer.kept).filteredOn(uid -> !uid.startsWith(study + ".9")).isSorted();
    }

    @Test
    void what_is_discarded_is_not_tried_again_and_what_comes_later_goes() throws IOException {
        peer.script = (uid, nth) -> new ScriptedPeer.Answer(0xC000, "");
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 3, 1000);
        var dead = hub.sendings(study, 1, SendingState.DEAD).get(0);
        hub.outgoing().discard(dead.id(), "coordinator");
        assertThat(hub.outgoing().sending(dead.id()).orElseThrow().state()).isEqualTo(SendingState.DISCARDED);
        peer.script = (uid, nth) -> ScriptedPeer.KEEP;

        hub.receive(study + ".7", 1, 3, 1000);

        hub.sendings(study + ".7", 1, SendingState.SENT);
        assertThat(peer.kept).hasSize(2).allMatch(uid -> uid.startsWith(study + ".7."));
    }

    @Test
    void somebody_can_send_a_study_again_all_of_it() throws IOException {
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 4, 1000);
        hub.sendings(study, 1, SendingState.SENT);

        hub.outgoing().send(hub.study(study).id(), pacs, Lane.URGENT, "coordinator");
        hub.sendings(study, 2, SendingState.SENT);
        hub.outgoing().send(hub.study(study).id(), pacs, Lane.URGENT, "coordinator");
        hub.sendings(study, 3, SendingState.SENT);

        assertThat(peer.kept).hasSize(9);
    }

    @Test
    void a_study_that_becomes_urgent_goes_where_urgent_ones_go() throws IOException {
        hub.destination(pacs, peer.port(), 1, false);
        hub.rule(Set.of(pacs), Set.of(Lane.STAT));
        hub.receive(study, 1, 3, 1000);
        var id = hub.study(study).id();
        await().atMost(LIMIT).until(() -> hub.study(study).complete());
        assertThat(hub.outgoing().ofStudy(id)).isEmpty();

        hub.hasten(id, Lane.STAT);

        var sent = hub.sendings(study, 1, SendingState.SENT).get(0);
        assertThat(sent.lane()).isEqualTo(Lane.STAT);
        hub.hasten(id, Lane.STAT);
        assertThat(hub.outgoing().ofStudy(id)).hasSize(1);
    }

    @Test
    void an_arrival_that_is_told_twice_is_sent_once() throws IOException {
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 3, 1000);
        var sent = hub.sendings(study, 1, SendingState.SENT).get(0);

        hub.a(Routing.class)
                .on(new StudyArrived(
                        sent.studyId(),
                        sent.site(),
                        study,
                        2,
                        2000,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        new Evidence(Evidence.Kind.QUIET_TIME, Phrase.of("storage.evidence"))));

        assertThat(hub.outgoing().ofStudy(sent.studyId())).hasSize(1);
    }

    @Test
    void what_is_queued_for_a_destination_that_is_switched_off_waits() throws IOException {
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.switchOff();
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.WAITING);

        hub.destination(pacs, peer.port(), 1, false);

        hub.sendings(study, 1, SendingState.SENT);
        assertThat(peer.kept).hasSize(2);
    }

    @Test
    void what_waited_long_for_a_destination_that_was_switched_off_is_not_given_up_at_the_first_failure()
            throws IOException {
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.switchOff();
        for (var i = 0; i < 2; i++) {
            hub.receive(study + "." + i, 1, 3, 1000);
            hub.sendings(study + "." + i, 1, SendingState.WAITING);
        }
        hub.jdbc()
                .sql("update router.sending set trying_since = now() - interval '8 days' where destination = :pacs")
                .param("pacs", pacs)
                .update();
        peer.greeting = ScriptedPeer.Greeting.REJECT;
        hub.destination(pacs, peer.port(), 1, false);
        await().atMost(LIMIT).until(() -> hub.health(pacs).failingSince().isPresent());

        var now = Instant.now();
        assertThat(hub.a(SendingQueue.class).giveUp(now.minus(Duration.ofDays(7)), now))
                .isZero();
        peer.greeting = ScriptedPeer.Greeting.ACCEPT;

        for (var i = 0; i < 2; i++) {
            hub.sendings(study + "." + i, 1, SendingState.SENT);
        }
    }

    @Test
    void an_urgent_sending_that_waits_for_another_of_its_study_asks_nobody_to_make_way() throws IOException {
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.switchOff();
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.WAITING);
        var queue = hub.a(SendingQueue.class);
        assertThat(queue.earliestWaiting(pacs, Instant.now())).contains(Lane.ROUTINE);

        // It is on its way, and images of it that came late wait behind it.
        hub.jdbc().sql("""
                        update router.sending
                           set state = 'SENDING', lease = gen_random_uuid(), lease_until = now() + interval '1 hour'
                         where destination = :pacs""").param("pacs", pacs).update();
        hub.jdbc().sql("""
                        insert into router.sending
                        select (jsonb_populate_record(s, jsonb_build_object(
                            'id', gen_random_uuid(), 'content', s.content + 1, 'lane', 0,
                            'queued_at', s.queued_at + interval '1 second', 'state', 'WAITING', 'lease', null,
                            'lease_until', null))).*
                        from router.sending s where s.destination = :pacs""").param("pacs", pacs).update();

        assertThat(queue.earliestWaiting(pacs, Instant.now())).isEmpty();
    }
}
