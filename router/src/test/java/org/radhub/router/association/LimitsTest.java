package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.router.RefusedCall;

/** What peers do who are slow, silent, many or gone. The hub's limits are set low, so that the tests need not wait for long. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {
    private final List<Peer> peers = new ArrayList<>();

    @Test
    void two_hundred_silent_connections_and_two_hundred_idle_associations_keep_nobody_out() throws IOException {
        try (var hub = new Hub()) {
            for (var i = 0; i < 200; i++) {
                peers.add(new Peer(hub.port()));
                peers.add(hub.call());
            }
            try (var peer = hub.call()) {
                assertThat(peer.store("1.2.3", new byte[600_000]).status()).isZero();
            }
            closePeers();
        }
    }

    @Test
    void a_silent_connection_gives_way_to_a_newcomer_when_there_is_no_room() throws IOException {
        try (var hub = new Hub("max-connections", "4", "request-timeout", "60s")) {
            var associated = hub.call();
            peers.add(associated);
            for (var i = 0; i < 3; i++) {
                peers.add(new Peer(hub.port()));
            }
            try (var newcomer = hub.call()) {
                assertThat(newcomer.echo().status()).isZero();
            }
            assertThat(peers.get(1).receive().type()).isEqualTo(Peer.END);
            assertThat(associated.echo().status()).isZero();
            closePeers();
        }
    }

    @Test
    void one_address_cannot_take_more_than_its_share() throws IOException {
        try (var hub = new Hub("max-connections-per-address", "2")) {
            peers.add(hub.call());
            peers.add(hub.call());
            try (var third = new Peer(hub.port())) {
                assertThat(third.receive().type()).isEqualTo(Peer.END);
            }
            peers.remove(1).close();
            await().until(() -> {
                try (var peer = new Peer(hub.port())) {
                    peer.send(Peer.associateRequest(Hub.CT, "RADHUB"));
                    return peer.receive().type() == Pdu.A_ASSOCIATE_AC;
                }
            });
            closePeers();
        }
    }

    @Test
    void an_association_too_many_is_told_to_come_again() throws IOException {
        try (var hub = new Hub("max-associations", "1");
                var first = hub.call();
                var second = new Peer(hub.port())) {
            second.send(Peer.associateRequest(Hub.CT, "RADHUB"));
            assertThat(second.receive().code()).isEqualTo("2/3/2");
            assertThat(first.echo().status()).isZero();
        }
    }

    @Test
    void half_a_request_held_open_or_trickling_is_gone_after_its_time() throws Exception {
        var trickle = Executors.newSingleThreadScheduledExecutor();
        try (var hub = new Hub("request-timeout", "1s");
                var half = new Peer(hub.port());
                var slow = new Peer(hub.port())) {
            var request = Peer.associateRequest(Hub.CT, "RADHUB");
            half.send(Arrays.copyOf(request, request.length / 2));
            var sent = new int[1];
            trickle.scheduleAtFixedRate(
                    () -> {
                        try {
                            slow.send(new byte[] {request[sent[0]++]});
                        } catch (IOException e) {
                            throw new IllegalStateException("the hub hung up, as it should", e);
                        }
                    },
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            assertThat(half.receive().type()).isIn(Pdu.A_ABORT, Peer.END);
            assertThat(slow.receive().type()).isIn(Pdu.A_ABORT, Peer.END);
            assertThat(sent[0]).isLessThan(request.length);
        } finally {
            trickle.shutdownNow();
        }
    }

    @Test
    void an_idle_association_is_aborted_after_its_time() throws IOException {
        try (var hub = new Hub("idle-timeout", "1s");
                var peer = hub.call()) {
            assertThat(peer.echo().status()).isZero();
            assertThat(peer.receive().type()).isEqualTo(Pdu.A_ABORT);
            await().until(() -> hub.intake.closed.size() == 1);
        }
    }

    @Test
    void a_store_that_stops_half_way_is_aborted_after_its_time_and_leaves_nothing() throws IOException {
        try (var hub = new Hub("stall-timeout", "1s");
                var peer = hub.call()) {
            peer.send(Peer.storeRequest("1.2.3"), Arrays.copyOf(Peer.pdata(1, Pdu.LAST, new byte[10_000]), 5000));
            try (var other = hub.call()) {
                assertThat(other.store("1.2.4", new byte[10_000]).status()).isZero();
            }
            assertThat(peer.receive().type()).isEqualTo(Pdu.A_ABORT);
            assertThat(hub.intake.broken).contains("1.2.3");
            assertThat(hub.intake.kept).containsOnlyKeys("1.2.4");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 400})
    void a_store_that_trickles_is_aborted_although_it_never_stops_and_however_fast_it_began(int pieces)
            throws Exception {
        var trickle = Executors.newSingleThreadScheduledExecutor();
        try (var hub = new Hub("stall-timeout", "1s", "slowest-bytes-per-second", "100000");
                var peer = hub.call()) {
            peer.send(Peer.storeRequest("1.2.3"));
            for (int i = 0; i < pieces; i++) {
                peer.send(Peer.pdata(1, 0, new byte[10_000]));
            }
            trickle.scheduleAtFixedRate(
                    () -> {
                        try {
                            peer.send(Peer.pdata(1, 0, new byte[1]));
                        } catch (IOException e) {
                            throw new IllegalStateException("the hub hung up, as it should", e);
                        }
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            assertThat(peer.receive().type()).isIn(Pdu.A_ABORT, Peer.END);
            assertThat(hub.intake.kept).isEmpty();
        } finally {
            trickle.shutdownNow();
        }
    }

    @Test
    void the_time_that_storage_takes_is_not_the_senders_fault() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var later = Executors.newSingleThreadScheduledExecutor();
        try (var hub = new Hub("stall-timeout", "2s", "idle-timeout", "2s");
                var peer = hub.call()) {
            hub.intake.behaviour = KeepingIntake.heldBy(begun, go);
            peer.send(Peer.storeRequest("1.2.3"), Peer.pdata(1, Pdu.LAST, new byte[10_000]));
            begun.await();
            later.schedule(go::countDown, 5, TimeUnit.SECONDS);
            assertThat(peer.receive().status()).isZero();
        } finally {
            later.shutdownNow();
        }
    }

    @Test
    void a_peer_that_does_not_read_its_answers_is_cut_off() throws IOException {
        try (var hub = new Hub("stall-timeout", "1s");
                var peer = hub.call()) {
            var echo = Peer.pdata(3, 3, Peer.command(0x0030, Peer.VERIFICATION, "", false));
            var many = new byte[echo.length * 1000];
            for (var i = 0; i < 1000; i++) {
                System.arraycopy(echo, 0, many, i * echo.length, echo.length);
            }
            var writer = Executors.newSingleThreadExecutor();
            try {
                // Once the buffers on both sides are full, neither goes on.
                var written = writer.submit(() -> {
                    while (true) {
                        peer.send(many);
                    }
                });
                await().atMost(60, TimeUnit.SECONDS).until(written::isDone);
            } finally {
                writer.shutdownNow();
            }
            await().until(() -> hub.intake.closed.size() == 1);
        }
    }

    @Test
    void stopping_lets_a_message_end_and_ends_the_idle() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var stopper = Executors.newSingleThreadExecutor();
        try (var hub = new Hub("stop-timeout", "30s", "idle-timeout", "300s", "request-timeout", "300s");
                var silent = new Peer(hub.port());
                var idle = hub.call();
                var busy = hub.call()) {
            hub.intake.behaviour = KeepingIntake.heldBy(begun, go);
            busy.send(Peer.storeRequest("1.2.3"), Peer.pdata(1, Pdu.LAST, new byte[100_000]));
            begun.await();
            var stopped = stopper.submit(() -> ((DicomListener) hub.listener()).stop());
            assertThat(idle.receive().type()).isEqualTo(Pdu.A_ABORT);
            assertThat(silent.receive().type()).isIn(Pdu.A_ABORT, Peer.END);
            assertThat(stopped.isDone()).isFalse();
            go.countDown();
            assertThat(busy.receive().status()).isZero();
            assertThat(busy.receive().type()).isEqualTo(Pdu.A_ABORT);
            stopped.get();
            assertThat(hub.port()).isZero();
            assertThat(hub.intake.kept).containsOnlyKeys("1.2.3");
            assertThat(hub.intake.closed).hasSize(2);
        } finally {
            stopper.shutdownNow();
        }
    }

    @Test
    void a_storm_of_refused_calls_leaves_a_bounded_list_and_few_lines() throws IOException {
        try (var hub = new Hub()) {
            for (var i = 0; i < RefusedCalls.MOST_WAITING + 50; i++) {
                try (var peer = new Peer(hub.port())) {
                    peer.send(Peer.associateRequest("STORM" + i, "RADHUB"));
                    assertThat(peer.receive().type()).isEqualTo(Pdu.A_ASSOCIATE_RJ);
                }
            }
            assertThat(hub.listener().refusedCalls(10_000)).hasSize(RefusedCalls.MOST_WAITING);
            assertThat(hub.trail().latest(0, 1000)).hasSize(RefusedCalls.MOST_ALERTS + 1);
            assertThat(hub.listener().refusedCalls(1))
                    .extracting(RefusedCall::calls)
                    .containsExactly(1L);
            hub.jdbc().sql("""
                            insert into router.refused_call
                            select 'OLD' || n, 'RADHUB', '10.0.0.1', 'x', 1, now() - interval '1 day', now() - interval '1 day',
                                   now() from generate_series(1, :rows) n""").param("rows", RefusedCalls.MOST_ROWS).update();
            try (var peer = new Peer(hub.port())) {
                peer.send(Peer.associateRequest("LAST", "RADHUB"));
                peer.receive();
            }
            var calls = hub.listener().refusedCalls(10_000);
            assertThat(calls).hasSize(RefusedCalls.MOST_ROWS);
            assertThat(calls.get(0).callingAeTitle()).isEqualTo("LAST");
        }
    }

    private void closePeers() throws IOException {
        for (var peer : peers) {
            peer.close();
        }
    }
}
