package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditEntry;
import org.radhub.registry.Device;
import org.radhub.router.RefusedCall;
import org.radhub.storage.NotKept;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssociationTest {
    private Hub hub;

    @BeforeAll
    void open() {
        hub = new Hub();
    }

    @AfterAll
    void close() {
        hub.close();
    }

    @BeforeEach
    void keepAgain() {
        hub.intake.behaviour = (offer, dataSet) -> dataSet.readAllBytes();
    }

    @Test
    void an_echo_is_answered() throws IOException {
        try (var peer = hub.call()) {
            assertThat(peer.echo().status()).isZero();
            assertThat(peer.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
        }
    }

    @Test
    void a_data_set_arrives_as_it_was_sent_however_it_is_cut_up() throws IOException {
        var dataSet = bytes(300_000);
        try (var peer = hub.call()) {
            var command = Peer.command(1, Peer.CT_IMAGE, "1.2.3.1", true);
            // The command in two values, the second together with the beginning of the data set in one PDU.
            peer.send(Peer.pdata(1, Pdu.COMMAND, Arrays.copyOf(command, 20)));
            peer.send(Peer.pdu(
                    Pdu.P_DATA_TF,
                    concat(
                            Peer.pdv(1, Pdu.COMMAND | Pdu.LAST, Arrays.copyOfRange(command, 20, command.length)),
                            Peer.pdv(1, 0, Arrays.copyOf(dataSet, 1)),
                            Peer.pdv(1, 0, new byte[0]))));
            peer.send(Peer.pdata(1, 0, Arrays.copyOfRange(dataSet, 1, 200_000)));
            peer.send(Peer.pdata(1, 0, Arrays.copyOfRange(dataSet, 200_000, dataSet.length)));
            peer.send(Peer.pdata(1, Pdu.LAST, new byte[0]));
            assertThat(peer.receive().status()).isZero();
        }
        assertThat(hub.intake.kept.get("1.2.3.1")).isEqualTo(dataSet);
        var offer = hub.intake.offers.get("1.2.3.1");
        assertThat(offer.site()).isEqualTo("COUNTYA");
        assertThat(offer.callingAeTitle()).isEqualTo(Hub.CT);
        assertThat(offer.sopClassUid()).isEqualTo(Peer.CT_IMAGE);
        assertThat(offer.transferSyntaxUid()).isEqualTo(Peer.EXPLICIT);
    }

    @Test
    void two_messages_in_one_pdu_are_both_answered() throws IOException {
        var echo = Peer.pdv(3, Pdu.COMMAND | Pdu.LAST, Peer.command(0x0030, Peer.VERIFICATION, "", false));
        try (var peer = hub.call()) {
            peer.send(Peer.pdu(Pdu.P_DATA_TF, concat(echo, echo)));
            assertThat(peer.receive().status()).isZero();
            assertThat(peer.receive().status()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"NO_ROOM, A700", "MISMATCH, A900", "NOT_UNDERSTOOD, C000", "TOO_LARGE, C001", "FAILED, 0110"})
    void what_storage_did_not_keep_is_answered_with_the_reason_and_its_comment(NotKept.Reason reason, String status)
            throws IOException {
        hub.intake.behaviour = (offer, dataSet) -> {
            dataSet.readNBytes(10);
            throw new NotKept(reason, "because of " + reason);
        };
        try (var peer = hub.call()) {
            var answer = peer.store("1.2.3.2", bytes(100_000));
            assertThat("%04X".formatted(answer.status())).isEqualTo(status);
            assertThat(answer.comment()).isEqualTo("because of " + reason);
            // The rest of the data set was taken off the wire: the association still works.
            keepAgain();
            assertThat(peer.store("1.2.3.3", bytes(1000)).status()).isZero();
        }
        assertThat(hub.intake.kept).doesNotContainKey("1.2.3.2");
    }

    @Test
    void a_failure_of_the_hub_is_answered_as_a_failure_and_the_association_goes_on() throws IOException {
        try (var peer = hub.call()) {
            hub.intake.behaviour = (offer, dataSet) -> {
                throw new IllegalStateException("on purpose");
            };
            assertThat(peer.store("1.2.3.4", bytes(100_000)).status()).isEqualTo(0x0110);
            hub.intake.behaviour = (offer, dataSet) -> {
                throw new IOException("no disk, on purpose");
            };
            assertThat(peer.store("1.2.3.4", bytes(100_000)).status()).isEqualTo(0x0110);
            hub.intake.behaviour = (offer, dataSet) -> dataSet.readNBytes(10);
            assertThat(peer.store("1.2.3.4", bytes(100_000)).status()).isEqualTo(0x0110);
            keepAgain();
            assertThat(peer.store("1.2.3.4", bytes(100_000)).status()).isZero();
        }
    }

    @Test
    void a_request_that_cannot_be_carried_out_is_answered_and_the_association_goes_on() throws IOException {
        try (var peer = hub.call()) {
            peer.send(
                    Peer.pdata(1, 3, Peer.command(0x0001, Peer.CT_IMAGE, "../etc", true)), Peer.pdata(1, 2, bytes(9)));
            assertThat(peer.receive().status()).isEqualTo(0xC000);
            peer.send(Peer.pdata(1, 3, Peer.command(0x0001, Peer.CT_IMAGE, "1.2", false)));
            assertThat(peer.receive().status()).isEqualTo(0xC000);
            peer.send(Peer.pdata(3, 3, Peer.command(0x0001, Peer.CT_IMAGE, "1.2", true)), Peer.pdata(3, 2, bytes(9)));
            assertThat(peer.receive().status()).isEqualTo(0x0122);
            peer.send(Peer.pdata(1, 3, Peer.command(0x0020, Peer.CT_IMAGE, "", true)), Peer.pdata(1, 2, bytes(9)));
            assertThat(peer.receive().status()).isEqualTo(0x0211);
            assertThat(peer.echo().status()).isZero();
        }
    }

    @Test
    void storage_is_told_when_an_association_ends_however_it_ends() throws IOException {
        try (var peer = hub.call()) {
            peer.store("1.2.4.1", bytes(10));
            peer.release();
        }
        try (var peer = hub.call()) {
            peer.store("1.2.4.2", bytes(10));
            peer.send(Peer.pdu(Pdu.A_ABORT, new byte[4]));
        }
        try (var peer = hub.call()) {
            peer.store("1.2.4.3", bytes(10));
        }
        var associations = Stream.of("1.2.4.1", "1.2.4.2", "1.2.4.3")
                .map(uid -> hub.intake.offers.get(uid).association())
                .toList();
        assertThat(associations).doesNotHaveDuplicates();
        await().until(() -> hub.intake.closed.containsAll(associations));
        assertThat(hub.intake.closed).doesNotHaveDuplicates();
    }

    @Test
    void what_an_association_brought_is_on_record_at_its_end() throws IOException {
        try (var peer = hub.call()) {
            peer.store("1.2.3.5", bytes(10));
            peer.store("1.2.3.6", bytes(10));
            peer.release();
        }
        await().untilAsserted(() -> assertThat(hub.trail().latest(0, 10))
                .extracting(AuditEntry::access)
                .contains(Access.to(
                        AuditAction.INSTANCES_TRANSFERRED, Hub.CT, "COUNTYA", "1.2.3", "2 instances from 127.0.0.1")));
    }

    @ParameterizedTest
    @EnumSource(Breaches.class)
    void a_peer_that_breaks_the_protocol_is_aborted_and_nothing_of_it_is_kept(Breaches breach) throws IOException {
        try (var peer = hub.call()) {
            peer.send(Peer.storeRequest("1.2.3.7"), Peer.pdata(1, 0, bytes(1000)), breach.bytes);
            var answer = peer.receive();
            assertThat(answer.type()).isEqualTo(Pdu.A_ABORT);
            assertThat(answer.code()).isEqualTo(breach.code);
            assertThat(peer.receive().type()).isEqualTo(Peer.END);
        }
        assertThat(hub.intake.kept).doesNotContainKey("1.2.3.7");
        try (var peer = hub.call()) {
            assertThat(peer.echo().status()).isZero();
        }
    }

    enum Breaches {
        UNKNOWN_PDU(Peer.pdu(0x55, new byte[4]), "0/2/1"),
        ASSOCIATE_REQUEST(Peer.associateRequest(Hub.CT, "RADHUB"), "0/2/2"),
        RELEASE_WITHIN_A_MESSAGE(Peer.pdu(Pdu.A_RELEASE_RQ, new byte[4]), "0/2/2"),
        PDU_OF_4_GIB(new byte[] {4, 0, -1, -1, -1, -1}, "0/2/6"),
        PDU_OF_2_GIB(new byte[] {4, 0, 127, -1, -1, -1}, "0/2/6"),
        PDU_ENDING_IN_A_HEADER(Peer.pdu(4, new byte[5]), "0/2/6"),
        VALUE_LONGER_THAN_ITS_PDU(Peer.pdu(4, new byte[] {0, 0, 0, 9, 1, 0, 0}), "0/2/6"),
        VALUE_OF_4_GIB(Peer.pdu(4, new byte[] {-1, -1, -1, -1, 1, 0, 0}), "0/2/6"),
        VALUE_WITHOUT_ITS_HEADER(Peer.pdu(4, new byte[] {0, 0, 0, 1, 1, 0, 0}), "0/2/6"),
        ANOTHER_CONTEXT(Peer.pdata(3, Pdu.LAST, new byte[2]), "0/2/2"),
        A_COMMAND_WITHIN_A_DATA_SET(Peer.storeRequest("1.2.3.8"), "0/2/2");

        final byte[] bytes;
        final String code;

        Breaches(byte[] bytes, String code) {
            this.bytes = bytes;
            this.code = code;
        }
    }

    @Test
    void a_command_without_end_is_aborted_before_it_fills_the_memory() throws IOException {
        try (var peer = hub.call()) {
            peer.send(Peer.pdata(1, Pdu.COMMAND, bytes(60_000)), Peer.pdata(1, Pdu.COMMAND, bytes(60_000)));
            assertThat(peer.receive().code()).isEqualTo("0/2/6");
        }
    }

    @Test
    void a_message_in_a_context_that_was_not_accepted_is_aborted() throws IOException {
        try (var peer = hub.call()) {
            peer.send(Peer.pdata(99, 3, Peer.command(0x0030, Peer.VERIFICATION, "", false)));
            assertThat(peer.receive().type()).isEqualTo(Pdu.A_ABORT);
        }
    }

    @Test
    void a_connection_that_breaks_within_a_data_set_leaves_nothing() throws IOException {
        try (var peer = hub.call()) {
            peer.send(Peer.storeRequest("1.2.3.9"), Peer.pdata(1, 0, bytes(100_000)));
            peer.socket.setSoLinger(true, 0);
        }
        await().until(() -> hub.intake.broken.contains("1.2.3.9"));
        assertThat(hub.intake.kept).doesNotContainKey("1.2.3.9");
    }

    @Test
    void a_caller_that_is_not_registered_is_rejected_and_listed() throws IOException {
        hub.register(new Device("ELSEWHERE", "COUNTYA", "", "", List.of("10.0.0.1"), true));
        hub.register(new Device("OFF", "COUNTYA", "", "", List.of("127.0.0.1"), false));
        assertThat(refusal("NOBODY\u001b[31m", "RADHUB")).isEqualTo("1/1/3");
        assertThat(refusal("NOBODY\u001b[31m", "RADHUB")).isEqualTo("1/1/3");
        assertThat(refusal("ELSEWHERE", "RADHUB")).isEqualTo("1/1/3");
        assertThat(refusal("OFF", "RADHUB")).isEqualTo("1/1/3");
        assertThat(refusal(Hub.CT, "ANOTHER")).isEqualTo("1/1/7");
        var calls = hub.listener().refusedCalls(10);
        assertThat(calls)
                .extracting(RefusedCall::callingAeTitle, call -> call.reason().key(), RefusedCall::calls)
                .contains(
                        tuple("NOBODY?[31m", "router.refused.unknown-device", 2L),
                        tuple("ELSEWHERE", "router.refused.wrong-address", 1L),
                        tuple("OFF", "router.refused.switched-off", 1L),
                        tuple(Hub.CT, "router.refused.wrong-called-title", 1L));
        assertThat(calls).allSatisfy(call -> assertThat(call.address()).isEqualTo("127.0.0.1"));
        assertThat(hub.trail().latest(0, 20))
                .extracting(AuditEntry::access)
                .filteredOn(access -> access.action() == AuditAction.SECURITY_ALERT && !access.success())
                .extracting(access -> access.actor())
                .contains("NOBODY?[31m", "ELSEWHERE", "OFF", Hub.CT);
    }

    @Test
    void a_request_for_another_protocol_is_rejected() throws IOException {
        var version = Peer.associateRequest(Hub.CT, "RADHUB");
        version[7] = 2;
        assertThat(answer(version).code()).isEqualTo("1/2/2");
        var context = Peer.associateRequest(Hub.CT, "RADHUB");
        context[78 + 3] = 'x';
        assertThat(answer(context).code()).isEqualTo("1/1/2");
    }

    private String refusal(String calling, String called) throws IOException {
        var answer = answer(Peer.associateRequest(calling, called));
        assertThat(answer.type()).isEqualTo(Pdu.A_ASSOCIATE_RJ);
        return answer.code();
    }

    private Peer.Answer answer(byte[] request) throws IOException {
        try (var peer = new Peer(hub.port())) {
            peer.send(request);
            return peer.receive();
        }
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
