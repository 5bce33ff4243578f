package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Peer;
import org.radhub.router.PeerTls;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingState;
import org.radhub.router.testing.Certified;
import org.radhub.router.testing.Images;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.ScriptedPeer.Greeting;
import org.radhub.router.testing.SendingHub;

/** What peers do that are full, odd or out of order, and what becomes of the study. */
class PeersTest extends PeerScene {
    PeersTest() {
        super(
                "radhub.requestor.accept-timeout",
                "2s",
                "radhub.requestor.response-timeout",
                "2s",
                "radhub.requestor.stall-timeout",
                "2s");
    }

    @Test
    void a_peer_that_refuses_the_association_gets_the_study_once_it_no_longer_does() throws IOException {
        peer.greeting = Greeting.REJECT;
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 3, 1000);
        await().atMost(LIMIT).until(() -> peer.associations.get() >= 3);
        assertThat(hub.health(pacs).lastError().orElseThrow().key()).isEqualTo("router.sending.rejected");

        peer.greeting = Greeting.ACCEPT;

        hub.sendings(study, 1, SendingState.SENT);
        assertThat(failures(study)).isZero();
    }

    @Test
    void a_peer_that_never_answers_the_association_is_left_and_called_again() throws IOException {
        peer.greeting = Greeting.SILENCE;
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 3, 1000);
        await().atMost(LIMIT).until(() -> hub.health(pacs).failingSince().isPresent());

        peer.greeting = Greeting.ACCEPT;

        hub.sendings(study, 1, SendingState.SENT);
        assertThat(failures(study)).isZero();
    }

    @Test
    void a_peer_that_hangs_for_long_costs_the_studies_that_wait_for_it_next_to_nothing() throws IOException {
        peer.script = (uid, nth) -> new ScriptedPeer.Stall();
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 3, 1000);
        await().atMost(LIMIT).until(() -> peer.associations.get() >= 4);

        peer.script = (uid, nth) -> ScriptedPeer.KEEP;

        hub.sendings(study, 1, SendingState.SENT);
        assertThat(failures(study)).isLessThanOrEqualTo(1);
    }

    @Test
    void a_peer_that_is_full_is_asked_a_little_less_and_gets_everything_when_it_has_room() throws IOException {
        var full = new AtomicBoolean(true);
        peer.script = (uid, nth) -> full.get() ? new ScriptedPeer.Answer(0xA700, "no room") : ScriptedPeer.KEEP;
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 21, 1000);
        await().atMost(LIMIT).until(() -> peer.associations.get() >= 3);
        // Not all twenty again and again.
        assertThat(peer.requests.size()).isLessThanOrEqualTo(3 * peer.associations.get());
        assertThat(hub.health(pacs).lastError().orElseThrow().key()).isEqualTo("router.sending.not-all");

        full.set(false);

        hub.sendings(study, 1, SendingState.SENT);
        assertThat(peer.kept).hasSize(20).doesNotHaveDuplicates();
        assertThat(hub.health(pacs).failingSince()).isEmpty();
        // One when it was found full, one if it got room while it was being asked.
        assertThat(failures(study)).isLessThanOrEqualTo(2);
    }

    @Test
    void a_peer_that_has_room_for_a_few_at_a_time_gets_everything_and_costs_the_study_no_tries() throws IOException {
        var call = new AtomicInteger();
        var room = new AtomicInteger();
        peer.script = (uid, nth) -> {
            if (call.getAndSet(peer.associations.get()) != peer.associations.get()) {
                room.set(2);
            }
            return room.getAndDecrement() > 0 ? ScriptedPeer.KEEP : new ScriptedPeer.Answer(0xA700, "no room");
        };
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 10, 1000);

        hub.sendings(study, 1, SendingState.SENT);

        assertThat(peer.associations.get()).isGreaterThanOrEqualTo(4);
        assertThat(failures(study)).isZero();
    }

    @Test
    void a_warning_is_a_confirmation_that_can_be_read() throws IOException {
        var odd = SendingHub.uid(study, 2);
        peer.script = (uid, nth) ->
                uid.equals(odd) ? new ScriptedPeer.Answer(0xB000, "patient ID coerced") : ScriptedPeer.KEEP;
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 4, 1000);

        var sent = hub.sendings(study, 1, SendingState.SENT).get(0);

        assertThat(sent.confirmed()).isEqualTo(3);
        assertThat(peer.requests).hasSize(3);
        assertThat(hub.outgoing().problems(sent.id())).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(SendingProblem.Kind.WARNING);
            assertThat(problem.sopInstanceUid()).isEqualTo(odd);
            assertThat(problem.problem()).isEqualTo(Phrase.of("router.sending.warning", "B000", "patient ID coerced"));
        });
    }

    @Test
    void an_instance_that_the_peer_says_it_has_already_is_confirmed() throws IOException {
        peer.script = (uid, nth) -> new ScriptedPeer.Answer(0x0111, "duplicate");
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 3, 1000);

        assertThat(hub.sendings(study, 1, SendingState.SENT).get(0).confirmed()).isEqualTo(2);
    }

    @Test
    void a_syntax_that_the_peer_does_not_take_is_a_dead_letter_soon_and_can_be_replayed() throws IOException {
        peer.unknown = Set.of(Images.CT);
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 3, 1000);

        var dead = hub.sendings(study, 1, SendingState.DEAD).get(0);

        assertThat(dead.attempts()).isEqualTo(3);
        assertThat(peer.requests).isEmpty();
        assertThat(hub.outgoing().problems(dead.id()))
                .hasSize(2)
                .allMatch(problem -> problem.kind() == SendingProblem.Kind.PERMANENT)
                .allMatch(problem -> problem.problem().args().get(0).contains(Images.EXPLICIT));

        peer.unknown = Set.of();
        hub.outgoing().replay(dead.id(), "admin");

        hub.sendings(study, 1, SendingState.SENT);
        assertThat(peer.kept).hasSize(2);
    }

    @Test
    void a_destination_over_tls_gets_nothing_and_says_why_until_its_certificate_is_agreed_on(@TempDir Path temp)
            throws Exception {
        var certified = Certified.make(temp, "pacs", "EC", "-groupname", "secp256r1");
        var server = certified
                .trusting(certified)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (var secured = new ScriptedPeer(server)) {
            overTls(secured.port(), Optional.empty());
            hub.rule(Set.of(pacs), Set.of());
            hub.receive(study, 1, 3, 1000);

            var key = "router.sending.certificate-untrusted";
            await().atMost(LIMIT).until(() -> hub.health(pacs)
                    .lastError()
                    .filter(error -> error.key().equals(key))
                    .isPresent());
            await().atMost(LIMIT)
                    .until(() -> hub.outgoing().ofStudy(hub.study(study).id()).stream()
                            .anyMatch(one -> one.lastError()
                                    .filter(error -> error.key().equals(key))
                                    .isPresent()));
            assertThat(hub.outgoing().verify(pacs).orElseThrow().key()).isEqualTo(key);
            assertThat(secured.associations).hasValue(0);

            overTls(secured.port(), Optional.of(certified.fingerprint().toUpperCase(Locale.ROOT)));

            hub.sendings(study, 1, SendingState.SENT);
            assertThat(secured.kept).hasSize(2);
            assertThat(hub.outgoing().destinations())
                    .filteredOn(one -> one.name().equals(pacs))
                    .extracting(one -> ((Endpoint.Dicom) one.endpoint()).peer().tls())
                    .containsExactly(Optional.of(new PeerTls(Optional.of(certified.fingerprint()))));
        }
    }

    private void overTls(int port, Optional<String> agreed) {
        var called = new Peer("127.0.0.1", port, pacs, "RADHUB", Optional.of(new PeerTls(agreed)));
        hub.outgoing().put(new Destination(pacs, new Endpoint.Dicom(called, false), 1, true), SendingHub.PERSON);
    }

    @Test
    void what_is_refused_for_good_is_not_sent_again_while_the_rest_is_tried() throws IOException {
        var bad = SendingHub.uid(study, 1);
        var slow = SendingHub.uid(study, 2);
        peer.script = (uid, nth) -> {
            if (uid.equals(bad)) {
                return new ScriptedPeer.Answer(0xA900, "does not match SOP class");
            }
            return uid.equals(slow) && nth < 6 ? new ScriptedPeer.Answer(0x0110, "later") : ScriptedPeer.KEEP;
        };
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 4, 1000);

        var dead = hub.sendings(study, 1, SendingState.DEAD).get(0);

        assertThat(dead.confirmed()).isEqualTo(2);
        assertThat(peer.requests).filteredOn(bad::equals).hasSize(3);
        assertThat(peer.requests).filteredOn(slow::equals).hasSize(7);
        assertThat(hub.outgoing().problems(dead.id()))
                .extracting(SendingProblem::sopInstanceUid)
                .containsExactly(bad);
    }

    private int failures(String uid) {
        return hub.jdbc()
                .sql("select max(failures) from router.sending where study_instance_uid = :uid")
                .param("uid", uid)
                .query(Integer.class)
                .single();
    }
}
