package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hundred of each kind of bad caller: others are served all the while, and the callers are gone after their time. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrowdTest {
    private static final int EACH = 200;

    /** What a bad caller does, and whether the hub lets it wait for the rest. */
    enum Offence {
        SILENT_CONNECTION {
            @Override
            Peer commit(Hub hub) throws IOException {
                return new Peer(hub.port());
            }
        },
        HALF_A_REQUEST {
            @Override
            Peer commit(Hub hub) throws IOException {
                var peer = new Peer(hub.port());
                var request = Peer.associateRequest(Hub.CT, "RADHUB");
                peer.send(Arrays.copyOf(request, request.length / 2));
                return peer;
            }
        },
        IDLE_ASSOCIATION {
            @Override
            Peer commit(Hub hub) throws IOException {
                return hub.call();
            }
        },
        PDU_LENGTH_OF_4_GIB {
            @Override
            Peer commit(Hub hub) throws IOException {
                var peer = hub.call();
                peer.send(ByteBuffer.allocate(6)
                        .put((byte) Pdu.P_DATA_TF)
                        .put((byte) 0)
                        .putInt(-1)
                        .array());
                return peer;
            }
        },
        STORE_STOPPED_HALF_WAY {
            @Override
            Peer commit(Hub hub) throws IOException {
                var peer = hub.call();
                var dataSet = Peer.pdata(Peer.STORE_CONTEXT, Pdu.LAST, new byte[10_000]);
                peer.send(Peer.storeRequest("1.2.3"), Arrays.copyOf(dataSet, dataSet.length / 2));
                return peer;
            }
        };

        abstract Peer commit(Hub hub) throws IOException;
    }

    @Test
    void everybody_else_is_served_while_two_hundred_of_each_are_there_at_once() throws Exception {
        var offenders = new ArrayList<Peer>();
        var dripping = new ArrayList<Peer>();
        var drip = Executors.newSingleThreadScheduledExecutor();
        try (var hub = new Hub(
                "max-connections",
                "4000",
                "max-connections-per-address",
                "4000",
                "max-associations",
                "2000",
                "max-associations-per-site",
                "2000",
                "request-timeout",
                "170s",
                "stall-timeout",
                "170s")) {
            for (var offence : Offence.values()) {
                for (var i = 0; i < EACH; i++) {
                    offenders.add(offence.commit(hub));
                }
            }
            for (var i = 0; i < EACH; i++) {
                dripping.add(new Peer(hub.port()));
            }
            var request = Peer.associateRequest(Hub.CT, "RADHUB");
            var sent = new int[1];
            var reachable = new ArrayList<>(dripping);
            drip.scheduleAtFixedRate(() -> sendByte(reachable, request[sent[0]++]), 0, 1, TimeUnit.SECONDS);
            for (var i = 0; i < 5; i++) {
                try (var peer = hub.call()) {
                    assertThat(peer.store("1.2.4." + i, new byte[600_000]).status())
                            .isZero();
                    assertThat(peer.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
                }
            }
            assertThat(hub.intake.kept).hasSize(5);
            drip.shutdownNow();
            for (var peer : offenders) {
                peer.close();
            }
            for (var peer : dripping) {
                peer.close();
            }
        } finally {
            drip.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_hundred_of_a_kind_are_gone_after_their_time(Offence offence) throws Exception {
        try (var hub = new Hub("request-timeout", "2s", "idle-timeout", "2s", "stall-timeout", "2s")) {
            var offenders = new ArrayList<Peer>();
            for (var i = 0; i < EACH; i++) {
                offenders.add(offence.commit(hub));
            }
            for (var peer : offenders) {
                assertThat(peer.receive().type()).isIn(Pdu.A_ABORT, Peer.END);
                peer.close();
            }
            assertThat(hub.intake.kept).isEmpty();
            nobodyIsLeft(hub);
        }
    }

    @Test
    void two_hundred_that_send_a_byte_a_second_are_gone_after_their_time() throws Exception {
        var drip = Executors.newSingleThreadScheduledExecutor();
        try (var hub = new Hub("request-timeout", "3s")) {
            var dripping = new ArrayList<Peer>();
            for (var i = 0; i < EACH; i++) {
                dripping.add(new Peer(hub.port()));
            }
            var request = Peer.associateRequest(Hub.CT, "RADHUB");
            var sent = new int[1];
            var reachable = new ArrayList<>(dripping);
            drip.scheduleAtFixedRate(() -> sendByte(reachable, request[sent[0]++]), 0, 1, TimeUnit.SECONDS);
            for (var peer : dripping) {
                assertThat(peer.receive().type()).isIn(Pdu.A_ABORT, Peer.END);
            }
            nobodyIsLeft(hub);
        } finally {
            drip.shutdownNow();
        }
    }

    /** To all of those that the hub has not yet hung up on. */
    private static void sendByte(List<Peer> peers, byte one) {
        peers.removeIf(peer -> !reached(peer, one));
    }

    private static boolean reached(Peer peer, byte one) {
        try {
            peer.send(new byte[] {one});
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void nobodyIsLeft(Hub hub) {
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Conversation.class.getName())))
                .isEmpty());
    }
}
