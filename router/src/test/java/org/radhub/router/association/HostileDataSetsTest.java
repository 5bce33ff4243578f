package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radhub.registry.Scope;
import org.radhub.storage.Attributes;
import org.radhub.storage.SpoolHealth;

/** Data sets made to break whoever reads them, sent by C-STORE to a hub with its real storage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDataSetsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final int HOSTILE_CONTEXT = 5;
    private static final int PIECE = 16_000;
    private static final int DEEP = 10_000;
    private static final int ZEROS = 256 << 20;

    private Path home;
    private Hub hub;
    private int sound;

    @BeforeAll
    void open(@TempDir Path folder) {
        home = folder;
        hub = Hub.storing(home);
    }

    @AfterAll
    void close() {
        hub.close();
    }

    private enum Hostile {
        NESTED(Peer.EXPLICIT, uid -> List.of(head(uid, Peer.EXPLICIT), opened(DEEP), closed(DEEP))),
        NESTED_AND_NEVER_CLOSED(Peer.EXPLICIT, uid -> List.of(head(uid, Peer.EXPLICIT), opened(DEEP))),
        NESTED_BEFORE_ANYTHING_IS_KNOWN(
                Peer.EXPLICIT, uid -> List.of(opened(DEEP), closed(DEEP), head(uid, Peer.EXPLICIT))),
        NESTED_WITH_LENGTHS(Peer.EXPLICIT, uid -> List.of(head(uid, Peer.EXPLICIT), measured(DEEP))),
        NESTED_IN_IMPLICIT_VR(IMPLICIT, uid -> List.of(head(uid, IMPLICIT), openedImplicitly(DEEP), closed(DEEP))),
        NESTED_IN_UNKNOWN_VR(
                Peer.EXPLICIT,
                uid -> List.of(head(uid, Peer.EXPLICIT), unknown(), openedImplicitly(DEEP), closed(DEEP + 1))),
        NESTED_AND_DEFLATED(DEFLATED, uid -> List.of(deflated(head(uid, Peer.EXPLICIT), opened(DEEP), closed(DEEP)))),
        BOMB(DEFLATED, uid -> List.of(deflated(head(uid, Peer.EXPLICIT), zeros(), new byte[ZEROS]))),
        BOMB_BEFORE_ANYTHING_IS_KNOWN(
                DEFLATED, uid -> List.of(deflated(zeros(), new byte[ZEROS], head(uid, Peer.EXPLICIT))));

        private final String transferSyntax;
        private final Content content;

        Hostile(String transferSyntax, Content content) {
            this.transferSyntax = transferSyntax;
            this.content = content;
        }

        private interface Content {
            List<byte[]> of(String uid) throws IOException;
        }

        String uid() {
            return "1.2.826.0.66." + ordinal();
        }

        byte[] bytes() throws IOException {
            return together(content.of(uid()));
        }
    }

    @ParameterizedTest
    @EnumSource(Hostile.class)
    void what_is_made_to_break_its_reader_is_refused_with_a_reason_and_the_next_is_kept(Hostile hostile)
            throws Exception {
        var next = new Slice(66, 1, ++sound);
        try (var peer = associated(hostile.transferSyntax)) {
            var answer = store(peer, hostile);

            assertThat(answer.type()).isEqualTo(Pdu.P_DATA_TF);
            assertThat(answer.status() >> 12).as("%04X", answer.status()).isIn(0xA, 0xC);
            assertThat(answer.comment()).matches("[ -~]{10,64}");
            assertThat(peer.store(next.uid(), next.dataSet()).status()).isZero();
            assertThat(peer.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
        }
        try (var another = hub.call()) {
            assertThat(another.echo().status()).isZero();
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(hub.studies().withUid(next.studyUid(), Scope.EVERYTHING))
                    .singleElement()
                    .satisfies(study -> assertThat(study.instanceCount()).isEqualTo(sound));
            assertThat(hub.get(SpoolHealth.class).now().unindexed()).isZero();
        });
        assertThat(hub.studies().withUid(hostile.uid() + ".1", Scope.EVERYTHING))
                .isEmpty();
        assertThat(whatIsKept()).contains(next.uid()).doesNotContain(hostile.uid());
    }

    private Peer associated(String transferSyntax) throws IOException {
        var peer = new Peer(hub.port());
        var context = Peer.context(HOSTILE_CONTEXT, Peer.CT_IMAGE, transferSyntax);
        peer.send(Peer.associateRequest(Hub.CT, "RADHUB", 16384, context, new byte[0]));
        assertThat(peer.receive().type()).isEqualTo(Pdu.A_ASSOCIATE_AC);
        return peer;
    }

    private static Peer.Answer store(Peer peer, Hostile hostile) throws IOException {
        var command = Peer.command(0x0001, Peer.CT_IMAGE, hostile.uid(), true);
        peer.send(Peer.pdata(HOSTILE_CONTEXT, Pdu.COMMAND | Pdu.LAST, command));
        var bytes = hostile.bytes();
        for (var at = 0; at < bytes.length; at += PIECE) {
            var end = Math.min(bytes.length, at + PIECE);
            peer.send(Peer.pdata(
                    HOSTILE_CONTEXT, end == bytes.length ? Pdu.LAST : 0, Arrays.copyOfRange(bytes, at, end)));
        }
        return peer.receive();
    }

    /** All that lies under the hub's home. */
    private String whatIsKept() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static byte[] head(String uid, String transferSyntax) {
        return Attributes.builder()
                .put(0x00080016, Peer.CT_IMAGE)
                .put(0x00080018, uid)
                .put(0x00100020, "P66")
                .put(0x0020000D, uid + ".1")
                .put(0x0020000E, uid + ".2")
                .build()
                .encoded(transferSyntax, "");
    }

    /** Content Sequences of undefined length, each with one item, in which is the next. */
    private static byte[] opened(int depth) {
        var level =
                little(20).putInt(0xA7300040).put(new byte[] {'S', 'Q', 0, 0}).putInt(-1);
        return repeated(level.putInt(0xE000FFFE).putInt(-1).array(), depth);
    }

    private static byte[] openedImplicitly(int depth) {
        var level = little(16).putInt(0xA7300040).putInt(-1).putInt(0xE000FFFE).putInt(-1);
        return repeated(level.array(), depth);
    }

    /** A private sequence of which the sender does not know that it is one (PS3.5 6.2.2). */
    private static byte[] unknown() {
        var element =
                little(20).putInt(0x10100041).put(new byte[] {'U', 'N', 0, 0}).putInt(-1);
        return element.putInt(0xE000FFFE).putInt(-1).array();
    }

    private static byte[] closed(int depth) {
        var level = little(16).putInt(0xE00DFFFE).putInt(0).putInt(0xE0DDFFFE).putInt(0);
        return repeated(level.array(), depth);
    }

    /** The same, with lengths. */
    private static byte[] measured(int depth) {
        var all = little(20 * depth);
        for (var within = depth - 1; within >= 0; within--) {
            all.putInt(0xA7300040).put(new byte[] {'S', 'Q', 0, 0}).putInt(8 + 20 * within);
            all.putInt(0xE000FFFE).putInt(20 * within);
        }
        return all.array();
    }

    /** The head of an element that holds so many zeros. */
    private static byte[] zeros() {
        return little(12)
                .putInt(0x10100041)
                .put(new byte[] {'O', 'B', 0, 0})
                .putInt(ZEROS)
                .array();
    }

    private static byte[] deflated(byte[]... parts) throws IOException {
        var out = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (var deflating = new DeflaterOutputStream(out, deflater)) {
            for (var part : parts) {
                deflating.write(part);
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static byte[] repeated(byte[] level, int depth) {
        var all = little(level.length * depth);
        for (var i = 0; i < depth; i++) {
            all.put(level);
        }
        return all.array();
    }

    private static byte[] together(List<byte[]> parts) {
        var all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
