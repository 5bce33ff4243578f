package org.radhub.router.requestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.Storescp;

class SenderTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";

    private final Switchboard switchboard = new Switchboard(
            new Settings(
                    Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(2), 131072),
            TlsCallsTest.WITHOUT);
    private final DicomSender sender = new DicomSender(switchboard);
    private final List<Outcome> outcomes = new ArrayList<>();
    private ScriptedPeer odd;

    @TempDir
    Path temp;

    @BeforeEach
    void listen() throws IOException {
        odd = new ScriptedPeer();
    }

    @AfterEach
    void close() throws IOException {
        odd.close();
        switchboard.destroy();
    }

    @Test
    void what_dcmtk_receives_is_byte_for_byte_what_was_sent() throws IOException {
        var folder = Files.createDirectory(temp.resolve("received"));
        try (var scp = new Storescp(folder, "+xa")) {
            var sent = new LinkedHashMap<String, byte[]>();
            sent.put("1.2.3.1", dataSet("1.2.3.1", 0));
            sent.put("1.2.3.2", dataSet("1.2.3.2", 130_000));
            sent.put("1.2.3.3", dataSet("1.2.3.3", 3_000_000));
            var instances = new ArrayList<OutgoingInstance>();
            sent.forEach((uid, bytes) -> instances.add(instance(CT, uid, EXPLICIT, bytes)));
            instances.add(instance(CT, "1.2.3.4", JPEG_LOSSLESS, dataSet("1.2.3.4", 5000)));
            instances.add(instance(MR, "1.2.3.5", EXPLICIT, dataSet("1.2.3.5", 5000)));
            sent.put("1.2.3.4", dataSet("1.2.3.4", 5000));
            sent.put("1.2.3.5", dataSet("1.2.3.5", 5000));

            sender.send(peer(scp.port()), instances, outcomes::add);

            assertThat(outcomes).extracting(Outcome::sopInstanceUid).containsExactlyElementsOf(sent.keySet());
            assertThat(outcomes).allMatch(outcome -> outcome.result() == Result.KEPT && outcome.status() == 0);
            assertSame(scp.received(), sent);
        }
    }

    @Test
    void an_echo_reaches_dcmtk() throws IOException {
        try (var scp = new Storescp(Files.createDirectory(temp.resolve("received")))) {
            sender.verify(peer(scp.port()));
        }
    }

    @Test
    void nobody_there_is_told_as_unreachable() throws IOException {
        // Bound, so that nobody else gets the port, and not listening.
        try (var silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(() -> sender.verify(peer(silent.getLocalPort())))
                    .isInstanceOfSatisfying(
                            PeerFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
        }
    }

    @Test
    void a_rejection_names_its_reason() throws IOException {
        try (var scp = new Storescp(Files.createDirectory(temp.resolve("received")), "--refuse")) {
            assertThatThrownBy(() -> sender.verify(peer(scp.port())))
                    .isInstanceOfSatisfying(
                            PeerFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.REJECTED))
                    .hasMessageContaining("rejected the association");
        }
    }

    @Test
    void each_instance_is_told_with_the_status_and_the_comment_of_the_peer() throws IOException {
        odd.script = (uid, nth) -> switch (uid) {
            case "1.2.3.2" -> new ScriptedPeer.Answer(0xA700, "disk full");
            case "1.2.3.3" -> new ScriptedPeer.Answer(0xB000, "patient name coerced");
            default -> ScriptedPeer.KEEP;
        };
        odd.unknown = Set.of(MR);
        sender.send(
                peer(odd.port()),
                List.of(
                        instance(CT, "1.2.3.1", EXPLICIT, new byte[100]),
                        instance(CT, "1.2.3.2", EXPLICIT, new byte[100]),
                        instance(CT, "1.2.3.3", EXPLICIT, new byte[100]),
                        instance(MR, "1.2.3.4", EXPLICIT, new byte[100]),
                        new OutgoingInstance(CT, "1.2.3.5", EXPLICIT, () -> {
                            throw new IOException("no such object");
                        }),
                        instance(CT, "1.2.3.6", EXPLICIT, new byte[100])),
                outcomes::add);
        assertThat(outcomes)
                .extracting(Outcome::sopInstanceUid, Outcome::result, Outcome::status)
                .containsExactly(
                        tuple("1.2.3.1", Result.KEPT, 0),
                        tuple("1.2.3.2", Result.REFUSED, 0xA700),
                        tuple("1.2.3.3", Result.KEPT_WITH_WARNING, 0xB000),
                        tuple("1.2.3.4", Result.NOT_NEGOTIATED, 0),
                        tuple("1.2.3.5", Result.NOT_READ, 0),
                        tuple("1.2.3.6", Result.KEPT, 0));
        assertThat(outcomes.get(1).comment()).isEqualTo("disk full");
        assertThat(odd.associations).hasValue(1);
    }

    @Test
    void a_peer_that_stops_reading_is_left_after_the_stall_time() {
        odd.script = (uid, nth) -> new ScriptedPeer.Stall();
        // More than the buffers of a socket hold, so that the hub is stuck in a write.
        failsWith(Reason.TIMED_OUT, instance(CT, "1.2.3.1", EXPLICIT, new byte[64 << 20]));
        assertThat(outcomes).isEmpty();
    }

    @Test
    void a_peer_that_never_answers_is_left_after_the_response_time() {
        odd.script = (uid, nth) -> new ScriptedPeer.Wait(new CountDownLatch(1), Duration.ofMinutes(10));
        failsWith(Reason.TIMED_OUT, instance(CT, "1.2.3.1", EXPLICIT, new byte[100]));
        assertThat(outcomes).isEmpty();
    }

    @Test
    void a_peer_that_aborts_half_way_leaves_what_it_had_confirmed_confirmed() {
        odd.script = (uid, nth) -> uid.equals("1.2.3.2") ? new ScriptedPeer.Abort() : ScriptedPeer.KEEP;
        // Its A-ABORT may be lost with the connection that it closes at once.
        failsWith(
                EnumSet.of(Reason.ABORTED, Reason.BROKEN),
                instance(CT, "1.2.3.1", EXPLICIT, new byte[100]),
                instance(CT, "1.2.3.2", EXPLICIT, new byte[8 << 20]),
                instance(CT, "1.2.3.3", EXPLICIT, new byte[100]));
        assertThat(outcomes).extracting(Outcome::sopInstanceUid).containsExactly("1.2.3.1");
        assertThat(odd.kept).containsExactly("1.2.3.1");
    }

    @Test
    void a_connection_that_ends_before_the_answer_confirms_nothing() {
        odd.script = (uid, nth) -> new ScriptedPeer.Vanish();
        failsWith(Reason.BROKEN, instance(CT, "1.2.3.1", EXPLICIT, new byte[100]));
        assertThat(outcomes).isEmpty();
    }

    @Test
    void a_copy_that_breaks_while_it_is_sent_reaches_no_peer_as_a_whole() {
        failsWith(Reason.GIVEN_UP, new OutgoingInstance(CT, "1.2.3.1", EXPLICIT, BreakingStream::new));
        assertThat(outcomes).isEmpty();
        assertThat(odd.kept).isEmpty();
    }

    @Test
    void more_kinds_of_instances_than_an_association_can_have_go_over_several() throws IOException {
        var instances = new ArrayList<OutgoingInstance>();
        for (var i = 0; i < 300; i++) {
            instances.add(instance(CT + "." + (i % 150 + 1), "1.2.3." + i, EXPLICIT, new byte[10]));
        }
        sender.send(peer(odd.port()), instances, outcomes::add);
        assertThat(odd.kept).hasSize(300).doesNotHaveDuplicates();
        assertThat(odd.associations).hasValue(3);
    }

    @Test
    void what_the_caller_throws_ends_the_association_and_goes_on_to_it() {
        assertThatThrownBy(() -> sender.send(
                        peer(odd.port()),
                        List.of(
                                instance(CT, "1.2.3.1", EXPLICIT, new byte[10]),
                                instance(CT, "1.2.3.2", EXPLICIT, new byte[10])),
                        outcome -> {
                            throw new IllegalStateException("enough");
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(odd.kept).containsExactly("1.2.3.1");
    }

    private void failsWith(Reason reason, OutgoingInstance... instances) {
        failsWith(EnumSet.of(reason), instances);
    }

    private void failsWith(Set<Reason> reasons, OutgoingInstance... instances) {
        assertThatThrownBy(() -> sender.send(peer(odd.port()), List.of(instances), outcomes::add))
                .isInstanceOfSatisfying(
                        PeerFailed.class, e -> assertThat(e.reason()).isIn(reasons));
    }

    private static Peer peer(int port) {
        return new Peer("127.0.0.1", port, "ANY-SCP", "RADHUB");
    }

    private static OutgoingInstance instance(String sopClass, String uid, String transferSyntax, byte[] dataSet) {
        return new OutgoingInstance(sopClass, uid, transferSyntax, () -> new ByteArrayInputStream(dataSet));
    }

    private static void assertSame(Map<String, byte[]> received, Map<String, byte[]> sent) {
        assertThat(received.keySet()).containsExactlyInAnyOrderElementsOf(sent.keySet());
        sent.forEach((uid, bytes) -> assertThat(received.get(uid)).isEqualTo(bytes));
    }

    /** SOP Class and Instance UID, which DCMTK asks for, and some bytes in a private element. */
    private static byte[] dataSet(String uid, int length) {
        var bytes = new byte[length + length % 2];
        new Random(length).nextBytes(bytes);
        var padded = uid.length() % 2 == 0 ? uid : uid + '\0';
        var out = ByteBuffer.allocate(8 + padded.length() + 12 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0x0008).putShort((short) 0x0018).put((byte) 'U').put((byte) 'I');
        out.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        out.putShort((short) 0x7FE0).putShort((short) 0x0010).put((byte) 'O').put((byte) 'B');
        return out.putShort((short) 0).putInt(bytes.length).put(bytes).array();
    }

    /** Gives some bytes, and fails then. */
    private static final class BreakingStream extends InputStream {
        private int left = 500_000;

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new IOException("on purpose");
            }
            return 0;
        }
    }
}
