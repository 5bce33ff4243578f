package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Noise on the line, the same in every run. */
class NoiseTest {
    private static final int ROUNDS = 300;
    private static final byte[] DATA_SET = new byte[3000];

    private final Random random = new Random(20261103);

    @Test
    void whatever_bytes_come_every_association_ends_and_the_next_caller_is_served() throws IOException {
        try (var hub = new Hub("request-timeout", "2s", "stall-timeout", "2s", "idle-timeout", "2s")) {
            for (var round = 0; round < ROUNDS; round++) {
                var noise = mutate(conversation("1.2." + round));
                try (var peer = new Peer(hub.port())) {
                    peer.send(noise);
                    peer.socket.shutdownOutput();
                    readToItsEnd(peer);
                } catch (SocketException e) {
                    // The hub hung up before all of the noise was out.
                    assertThat(noise).isNotEmpty();
                }
            }
            try (var peer = hub.call()) {
                assertThat(peer.store("1.2.3", DATA_SET).status()).isZero();
                peer.release();
            }
            await().untilAsserted(() -> assertThat(hub.intake.closed).doesNotHaveDuplicates());
            assertThat(hub.intake.kept.get("1.2.3")).isEqualTo(DATA_SET);
        }
    }

    private static byte[] conversation(String sopInstanceUid) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(Peer.associateRequest(Hub.CT, "RADHUB"));
        all.writeBytes(Peer.storeRequest(sopInstanceUid));
        all.writeBytes(Peer.pdata(Peer.STORE_CONTEXT, 0, Arrays.copyOf(DATA_SET, 2000)));
        all.writeBytes(Peer.pdata(Peer.STORE_CONTEXT, Pdu.LAST, Arrays.copyOf(DATA_SET, 1000)));
        all.writeBytes(Peer.pdu(Pdu.A_RELEASE_RQ, new byte[4]));
        return all.toByteArray();
    }

    /** Some bytes changed, a piece cut out, or a piece said twice; the further on, the likelier that the caller gets in. */
    private byte[] mutate(byte[] bytes) {
        var from = random.nextInt(bytes.length);
        var to = Math.min(bytes.length, from + 1 + random.nextInt(40));
        var noise = new ByteArrayOutputStream();
        noise.write(bytes, 0, from);
        switch (random.nextInt(3)) {
            case 0 -> {
                for (var i = from; i < to; i++) {
                    noise.write(random.nextInt());
                }
            }
            case 1 -> {
                noise.write(bytes, from, to - from);
                noise.write(bytes, from, to - from);
            }
            default -> {
                // The piece is left out.
            }
        }
        noise.write(bytes, to, bytes.length - to);
        return noise.toByteArray();
    }

    private static void readToItsEnd(Peer peer) throws IOException {
        var rest = new byte[4096];
        var in = peer.socket.getInputStream();
        int read;
        do {
            read = in.read(rest);
        } while (read >= 0);
    }
}
