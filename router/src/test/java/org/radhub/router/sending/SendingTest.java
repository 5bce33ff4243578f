package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.router.SendingState;
import org.radhub.router.testing.Images;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;
import org.radhub.router.testing.Storescp;

class SendingTest extends PeerScene {
    @Test
    void what_arrives_goes_to_dcmtk_byte_for_byte_and_leaves_a_line_in_the_audit_trail(@TempDir Path temp)
            throws IOException {
        try (var scp = new Storescp(Files.createDirectory(temp.resolve("received")))) {
            hub.sendAllTo(pacs, scp.port(), 2);
            hub.receive(study, 1, 6, 100_000);

            var sending = hub.sendings(study, 1, SendingState.SENT).get(0);

            assertThat(sending.instances()).isEqualTo(5);
            assertThat(sending.confirmed()).isEqualTo(5);
            assertThat(sending.lastError()).isEmpty();
            var received = scp.received();
            assertThat(received).hasSize(5);
            for (var number = 1; number < 6; number++) {
                var uid = SendingHub.uid(study, number);
                assertThat(received.get(uid)).isEqualTo(Images.ct(study, study + ".1", uid, 100_000));
            }
            assertThat(hub.a(AuditTrail.class).about(study, 10))
                    .filteredOn(line -> line.access().actor().equals(pacs))
                    .singleElement()
                    .satisfies(line -> assertThat(line.access().action()).isEqualTo(AuditAction.INSTANCES_TRANSFERRED));
        }
    }

    @Test
    void what_was_confirmed_is_not_sent_again_when_the_receiver_refuses_the_rest() throws IOException {
        var refused = SendingHub.uid(study, 2);
        peer.script = (uid, nth) ->
                uid.equals(refused) && nth < 2 ? new ScriptedPeer.Answer(0xA700, "disk full") : ScriptedPeer.KEEP;
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 4, 1000);

        var sending = hub.sendings(study, 1, SendingState.SENT).get(0);

        assertThat(sending.attempts()).isEqualTo(3);
        assertThat(peer.requests)
                .containsExactly(SendingHub.uid(study, 1), refused, SendingHub.uid(study, 3), refused, refused);
        assertThat(hub.outgoing().problems(sending.id())).isEmpty();
    }

    @Test
    void a_receiver_that_aborts_half_way_gets_the_rest_later() throws IOException {
        peer.script = (uid, nth) ->
                uid.equals(SendingHub.uid(study, 3)) && nth == 0 ? new ScriptedPeer.Abort() : ScriptedPeer.KEEP;
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 6, 200_000);

        hub.sendings(study, 1, SendingState.SENT);

        assertThat(peer.kept).hasSize(5).doesNotHaveDuplicates();
        assertThat(peer.requests)
                .containsExactly(
                        SendingHub.uid(study, 1),
                        SendingHub.uid(study, 2),
                        SendingHub.uid(study, 3),
                        SendingHub.uid(study, 3),
                        SendingHub.uid(study, 4),
                        SendingHub.uid(study, 5));
    }

    @Test
    void late_instances_go_where_the_study_went_and_go_alone() throws IOException {
        hub.sendAllTo(pacs, peer.port(), 1);
        hub.receive(study, 1, 4, 1000);
        hub.sendings(study, 1, SendingState.SENT);
        hub.forgetRules();

        hub.receive(study, 4, 6, 1000);

        hub.sendings(study, 2, SendingState.SENT);
        assertThat(peer.requests).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void a_receiver_that_is_away_costs_no_tries_and_gets_everything_when_it_is_back() throws IOException {
        var port = peer.port();
        peer.close();
        hub.sendAllTo(pacs, port, 2);
        hub.receive(study, 1, 3, 1000);
        hub.receive(study + ".7", 1, 3, 1000);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.health(pacs).failingSince().isPresent());
        assertThat(hub.health(pacs).lastError().orElseThrow().key()).isEqualTo("router.sending.unreachable");

        peer = new ScriptedPeer(port);

        hub.sendings(study, 1, SendingState.SENT);
        hub.sendings(study + ".7", 1, SendingState.SENT);
        assertThat(hub.health(pacs).failingSince()).isEmpty();
        assertThat(hub.jdbc()
                        .sql("select max(failures) from router.sending where destination = :pacs")
                        .param("pacs", pacs)
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
