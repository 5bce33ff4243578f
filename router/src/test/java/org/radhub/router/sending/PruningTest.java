package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.router.SendingState;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PruningTest extends PeerScene {
    PruningTest() {
        super("radhub.sending.prune-every", "1h", "radhub.sending.refusals", "1");
    }

    @BeforeEach
    void sendThere() {
        hub.sendAllTo(pacs, peer.port(), 1);
    }

    @Test
    void what_was_delivered_long_ago_goes_with_all_that_hangs_on_it_and_what_was_delivered_lately_stays()
            throws IOException {
        hub.receive(study, 1, 4, 1000);
        hub.sendings(study, 1, SendingState.SENT);
        prune();
        assertThat(hub.outgoing().ofStudy(hub.study(study).id())).hasSize(1);

        age(31);
        prune();

        assertThat(hub.outgoing().ofStudy(hub.study(study).id())).isEmpty();
        assertThat(rows("router.confirmation where study_id = '"
                        + hub.study(study).id() + "'"))
                .isZero();
    }

    @Test
    void what_was_given_up_or_discarded_stays_however_old_it_is_and_so_does_what_a_replay_need_not_send()
            throws IOException {
        hub.receive(study, 1, 4, 1000);
        hub.sendings(study, 1, SendingState.SENT);
        peer.script = (uid, nth) -> new ScriptedPeer.Answer(0xA900, "does not match");
        hub.receive(study, 4, 6, 1000);
        hub.sendings(study, 2, SendingState.SENT, SendingState.DEAD);
        age(400);

        prune();

        var dead = hub.sendings(study, 1, SendingState.DEAD).get(0);
        peer.script = (uid, nth) -> ScriptedPeer.KEEP;
        peer.kept.clear();
        hub.outgoing().replay(dead.id(), SendingHub.PERSON);
        hub.sendings(study, 1, SendingState.SENT);
        assertThat(peer.kept).containsExactlyInAnyOrder(SendingHub.uid(study, 4), SendingHub.uid(study, 5));

        peer.script = (uid, nth) -> new ScriptedPeer.Answer(0xA900, "does not match");
        hub.receive(study, 6, 7, 1000);
        hub.sendings(study, 2, SendingState.SENT, SendingState.DEAD).stream()
                .filter(one -> one.state() == SendingState.DEAD)
                .forEach(one -> hub.outgoing().discard(one.id(), SendingHub.PERSON));
        age(400);
        prune();
        hub.sendings(study, 1, SendingState.DISCARDED);
    }

    @Test
    void what_comes_late_goes_where_the_study_went_long_ago() throws IOException {
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.SENT);
        age(31);
        prune();
        hub.forgetRules();
        peer.kept.clear();

        hub.receive(study, 3, 4, 1000);

        hub.sendings(study, 1, SendingState.SENT);
        assertThat(Set.copyOf(peer.kept)).contains(SendingHub.uid(study, 3));
    }

    @Test
    void many_go_in_small_batches_and_only_one_process_is_at_it() {
        var transaction = new TransactionTemplate(hub.a(PlatformTransactionManager.class));
        hub.jdbc().sql("""
                        insert into router.sending (id, study_id, site, study_instance_uid, destination, content, occasion,
                                lane, state, instances, queued_at, trying_since, due_at, ended_at)
                        select gen_random_uuid(), gen_random_uuid(), 'COUNTYA', '1.2.' || n, :pacs, 1, 0, 2, 'SENT', 1,
                               now() - interval '40 days', now(), now(), now() - interval '39 days'
                          from generate_series(1, 1000) n""").param("pacs", pacs).update();

        transaction.executeWithoutResult(status -> {
            assertThat(hub.a(PastSendings.class).alone()).isTrue();
            // On another connection, as another process would.
            CompletableFuture.runAsync(this::prune).join();
            assertThat(rows("router.sending where destination = '" + pacs + "'"))
                    .isEqualTo(1000);
        });
        prune();

        assertThat(rows("router.sending where destination = '" + pacs + "'")).isZero();
    }

    @Test
    void a_destination_of_which_nothing_is_on_record_any_more_can_be_removed() throws IOException {
        hub.receive(study, 1, 3, 1000);
        hub.sendings(study, 1, SendingState.SENT);
        hub.forgetRules();
        age(31);
        prune();

        hub.outgoing().removeDestination(pacs, SendingHub.PERSON);

        assertThat(hub.outgoing().destinations()).noneMatch(one -> one.name().equals(pacs));
        assertThat(rows("router.went where destination = '" + pacs + "'")).isZero();
    }

    private void prune() {
        hub.a(Pruning.class).prune();
    }

    private void age(int days) {
        hub.jdbc()
                .sql("update router.sending set ended_at = ended_at - make_interval(days => :days)")
                .param("days", days)
                .update();
    }

    private long rows(String from) {
        return hub.jdbc().sql("select count(*) from " + from).query(Long.class).single();
    }
}
