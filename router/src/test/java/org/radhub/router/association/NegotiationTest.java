package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.router.association.PresentationContext.Result.ABSTRACT_SYNTAX_NOT_SUPPORTED;
import static org.radhub.router.association.PresentationContext.Result.ACCEPTANCE;
import static org.radhub.router.association.PresentationContext.Result.TRANSFER_SYNTAXES_NOT_SUPPORTED;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.10008.5.1.4.1.1.2", // CT
                "1.2.840.10008.5.1.4.1.1.104.1", // encapsulated PDF
                "1.2.840.10008.5.1.4.1.1.201.1", // inventory
                "1.2.840.10008.5.1.4.34.7", // RT beams delivery instruction
                "1.2.840.10008.5.1.4.38.1", // hanging protocol
                "1.2.840.10008.5.1.1.27", // stored print, retired
                "1.2.840.10008.5.1.4.1.1.999999", // not yet known
                "1.3.46.670589.5.0.1.1", // private
                "2.25.981083438971756028918322884085622760"
            })
    void every_storage_sop_class_is_accepted_in_the_first_transfer_syntax_proposed(String sopClass) {
        var answer = answer(sopClass, "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2");
        assertThat(answer).isEqualTo(new PresentationContext(5, ACCEPTANCE, sopClass, "1.2.840.10008.1.2.4.202"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.10008.5.1.4.1.2.2.1", // study root find
                "1.2.840.10008.5.1.4.31",
                "1.2.840.10008.1.20.1",
                "1.2.840.10008.3.1.2.3.3",
                "1.2.840.10008.5.1.1.9",
                "1.2.840.10008.1.3.10",
                "not a uid",
                "",
                "..",
                "1.2.3/../4",
                "1.2.840.10008.5.1.4.1.1.2.11111111111111111111111111111111111111111111"
            })
    void other_services_and_what_is_no_uid_are_not_accepted(String sopClass) {
        assertThat(answer(sopClass, "1.2.840.10008.1.2").result()).isEqualTo(ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }

    @Test
    void a_context_without_any_usable_transfer_syntax_is_not_accepted() {
        assertThat(answer(Peer.CT_IMAGE).result()).isEqualTo(TRANSFER_SYNTAXES_NOT_SUPPORTED);
        assertThat(answer(Peer.CT_IMAGE, "rubbish", "1.2.840.10008.1.2.5").transferSyntaxUid())
                .isEqualTo("1.2.840.10008.1.2.5");
    }

    @Test
    void what_no_title_can_hold_reaches_nobody() throws Breach {
        assertThat(parse(Peer.associateRequest("A\0B\n\u00e4", "RADHUB", 65536)).callingAeTitle())
                .isEqualTo("A?B??");
    }

    @Test
    void a_request_reads_as_it_was_written() throws Breach {
        var request = parse(Peer.associateRequest("COUNTYA_CT", "RADHUB", 65536));
        assertThat(request.callingAeTitle()).isEqualTo("COUNTYA_CT");
        assertThat(request.calledAeTitle()).isEqualTo("RADHUB");
        assertThat(request.speaksVersion1()).isTrue();
        assertThat(request.applicationContext()).isEqualTo(Pdu.DICOM_APPLICATION_CONTEXT);
        assertThat(request.maxPduLength()).isEqualTo(65536);
        assertThat(request.contexts())
                .containsExactly(
                        new PresentationContext.Proposed(1, Peer.CT_IMAGE, List.of(Peer.EXPLICIT)),
                        new PresentationContext.Proposed(3, Peer.VERIFICATION, List.of("1.2.840.10008.1.2")));
    }

    @Test
    void a_request_cut_short_anywhere_is_a_breach_or_a_smaller_request() {
        var whole = Peer.associateRequest("COUNTYA_CT", "RADHUB");
        for (var length = 6; length < whole.length; length++) {
            onlyBreaches(Arrays.copyOfRange(whole, 6, length));
        }
    }

    @Test
    void a_request_with_any_bytes_changed_is_a_breach_or_another_request() {
        var random = new Random(42);
        var whole = Peer.associateRequest("COUNTYA_CT", "RADHUB");
        for (var round = 0; round < 20_000; round++) {
            var body = Arrays.copyOfRange(whole, 6, whole.length);
            for (var change = 0; change <= round % 4; change++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            onlyBreaches(body);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 128, 254})
    void a_presentation_context_whose_id_is_not_odd_is_a_breach(int id) {
        assertThatThrownBy(() -> AssociateRequest.parse(proposing(id)))
                .isInstanceOfSatisfying(Breach.class, breach -> assertThat(breach.reason())
                        .isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE));
    }

    @Test
    void every_odd_id_can_be_proposed_at_once_and_none_of_them_twice() throws Breach {
        var all = IntStream.range(0, 128).map(i -> 2 * i + 1).toArray();
        assertThat(AssociateRequest.parse(proposing(all)).contexts()).hasSize(128);

        assertThatThrownBy(() -> AssociateRequest.parse(proposing(1, 3, 1)))
                .isInstanceOfSatisfying(Breach.class, breach -> assertThat(breach.reason())
                        .isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE));
    }

    private static byte[] proposing(int... ids) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(Arrays.copyOfRange(Peer.associateRequest("A", "B"), 6, 74));
        for (var id : ids) {
            body.writeBytes(Peer.context(id, Peer.CT_IMAGE, Peer.EXPLICIT));
        }
        return body.toByteArray();
    }

    @Test
    void a_command_set_with_any_bytes_changed_is_a_breach_or_another_command() {
        var random = new Random(42);
        var whole = Peer.command(0x0001, Peer.CT_IMAGE, "1.2.3", true);
        for (var round = 0; round < 20_000; round++) {
            var bytes = Arrays.copyOf(whole, round % 5 == 0 ? random.nextInt(whole.length) : whole.length);
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                var command = CommandSet.parse(bytes);
                assertThat(command.response(Status.SUCCESS)).hasSizeLessThan(512);
            } catch (Breach e) {
                assertThat(e.reason()).isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
            }
        }
    }

    @Test
    void an_error_comment_is_cut_to_what_its_value_representation_holds() throws Breach {
        var command = CommandSet.parse(Peer.command(0x0001, Peer.CT_IMAGE, "1.2.3", true));
        var response = command.response(Status.cannotUnderstand("a\\b\n张" + "x".repeat(100)));
        var answer = new Peer.Answer(Pdu.P_DATA_TF, Peer.pdv(1, 3, response));
        assertThat(answer.status()).isEqualTo(0xC000);
        assertThat(answer.comment()).isEqualTo("a/b ?" + "x".repeat(59));
    }

    @Test
    void a_long_response_is_cut_into_the_pdus_that_the_peer_takes() {
        var command = new byte[100];
        Arrays.fill(command, (byte) 9);
        assertThat(Pdu.command(1, command, 0)).hasSize(112);
        assertThat(Pdu.command(1, command, 7)).hasSize(100 * 13);
        assertThat(Pdu.command(1, command, 56)).hasSize(124);
    }

    private static PresentationContext answer(String abstractSyntax, String... transferSyntaxes) {
        return PresentationContext.answer(
                new PresentationContext.Proposed(5, abstractSyntax, List.of(transferSyntaxes)), Services.NONE);
    }

    private static AssociateRequest parse(byte[] pdu) throws Breach {
        return AssociateRequest.parse(Arrays.copyOfRange(pdu, 6, pdu.length));
    }

    private static void onlyBreaches(byte[] body) {
        try {
            var request = AssociateRequest.parse(body);
            request.contexts().forEach(proposed -> assertThat(
                            PresentationContext.answer(proposed, Services.NONE).id())
                    .isEqualTo(proposed.id()));
        } catch (Breach e) {
            assertThat(e.reason()).isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
        }
    }
}
