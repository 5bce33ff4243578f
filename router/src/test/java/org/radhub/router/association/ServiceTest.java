package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;

/** What a service may say on an association, and what the association promises whatever the service does. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceTest {
    private static final String ABSTRACT_SYNTAX = "2.25.4711";
    private static final int CONTEXT = 5;
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final int N_EVENT_REPORT = 0x0100;
    private static final int N_ACTION = 0x0130;

    private interface Answer {
        void to(Exchange exchange) throws IOException;
    }

    /** Does what a test tells it to. */
    private static final class Scripted implements Service {
        private final Answer answer;

        Scripted(Answer answer) {
            this.answer = answer;
        }

        @Override
        public Set<String> abstractSyntaxes() {
            return Set.of(ABSTRACT_SYNTAX);
        }

        @Override
        public void answer(Exchange exchange) throws IOException {
            answer.to(exchange);
        }

        @Override
        public int longestDataSet() {
            return 1000;
        }
    }

    @Test
    void several_responses_with_data_sets_come_until_the_peer_cancels() throws IOException {
        Answer untilCancelled = exchange -> {
            while (!exchange.cancelled()) {
                exchange.respond(Reply.of(Status.PENDING).with(exchange.dataSet()));
            }
            exchange.respond(Status.CANCEL);
        };
        try (var hub = new Hub(List.of(new Scripted(untilCancelled)));
                var peer = call(hub, 16384)) {
            peer.send(request(CommandSet.C_FIND_RQ, "wanted"));
            var first = peer.receive();
            assertThat(first.status()).isEqualTo(0xFF00);
            assertThat(first.number(0x0100)).isEqualTo(0x8020);
            assertThat(first.number(0x0120)).isEqualTo(7);
            assertThat(data(peer.receive())).isEqualTo("wanted");
            peer.send(cancel(8), cancel(7));
            var answer = peer.receive();
            while (answer.status() == 0xFF00) {
                assertThat(data(peer.receive())).isEqualTo("wanted");
                answer = peer.receive();
            }
            assertThat(answer.status()).isEqualTo(0xFE00);
            assertThat(peer.echo().status()).isZero();
        }
    }

    @Test
    void a_service_that_fails_or_says_nothing_is_answered_for() throws IOException {
        Answer failing = exchange -> {
            if (exchange.dataSet().length > 0) {
                throw new IllegalStateException("as the test wants it");
            }
        };
        try (var hub = new Hub(List.of(new Scripted(failing)));
                var peer = call(hub, 16384)) {
            peer.send(request(CommandSet.C_FIND_RQ, "fail"));
            assertThat(peer.receive().status()).isEqualTo(0xC000);
            peer.send(request(N_ACTION, "fail"));
            assertThat(peer.receive().status()).isEqualTo(0x0110);
            peer.send(request(CommandSet.C_FIND_RQ, ""));
            assertThat(peer.receive().status()).isEqualTo(0xC000);
            assertThat(peer.echo().status()).isZero();
        }
    }

    @Test
    void nothing_holds_the_data_set_of_a_request_that_has_its_final_response() throws IOException {
        var kept = new AtomicReference<Exchange>();
        Answer keeping = exchange -> {
            exchange.respond(Reply.of(Status.PENDING).with(exchange.dataSet()));
            exchange.respond(Status.SUCCESS);
            kept.set(exchange);
        };
        try (var hub = new Hub(List.of(new Scripted(keeping)));
                var peer = call(hub, 16384)) {
            peer.send(request(CommandSet.C_FIND_RQ, "wanted"));
            assertThat(peer.receive().status()).isEqualTo(0xFF00);
            assertThat(data(peer.receive())).isEqualTo("wanted");
            assertThat(peer.receive().status()).isZero();
            assertThat(peer.echo().status()).isZero();
            assertThat(kept.get().dataSet()).isEmpty();
        }
    }

    @Test
    void a_data_set_beyond_the_services_limit_is_refused_and_the_association_goes_on() throws IOException {
        Answer success = exchange -> exchange.respond(Status.SUCCESS);
        try (var hub = new Hub(List.of(new Scripted(success)));
                var peer = call(hub, 16384)) {
            peer.send(request(CommandSet.C_FIND_RQ, "x".repeat(1000)));
            assertThat(peer.receive().status()).isZero();
            peer.send(request(CommandSet.C_FIND_RQ, "x".repeat(1001)));
            var answer = peer.receive();
            assertThat(answer.status()).isEqualTo(0xC000);
            assertThat(answer.comment()).contains("1000 bytes");
            assertThat(peer.echo().status()).isZero();
        }
    }

    @Test
    void instances_are_not_stored_through_a_services_context() throws IOException {
        try (var hub = new Hub(List.of(new Scripted(exchange -> exchange.respond(Status.SUCCESS))));
                var peer = call(hub, 16384)) {
            peer.send(
                    Peer.pdata(CONTEXT, Pdu.COMMAND | Pdu.LAST, Peer.command(0x0001, Peer.CT_IMAGE, "1.2.3", true)),
                    Peer.pdata(CONTEXT, Pdu.LAST, new byte[100]));
            assertThat(peer.receive().status()).isEqualTo(0x0122);
            assertThat(hub.intake.kept).isEmpty();
        }
    }

    @Test
    void an_action_is_answered_with_what_it_was_about() throws IOException {
        Answer success = exchange -> exchange.respond(Status.SUCCESS);
        try (var hub = new Hub(List.of(new Scripted(success)));
                var peer = call(hub, 16384)) {
            var command = new ByteArrayOutputStream();
            command.writeBytes(Peer.element(0x0003, Peer.ascii(ABSTRACT_SYNTAX + '\0')));
            command.writeBytes(Peer.element(0x0100, new byte[] {0x30, 0x01}));
            command.writeBytes(Peer.element(0x0110, new byte[] {9, 0}));
            command.writeBytes(Peer.element(0x0800, new byte[] {1, 1}));
            command.writeBytes(Peer.element(0x1001, Peer.ascii("1.2.840.10008.1.20.1.1")));
            command.writeBytes(Peer.element(0x1008, new byte[] {1, 0}));
            peer.send(Peer.pdata(CONTEXT, Pdu.COMMAND | Pdu.LAST, command.toByteArray()));
            var answer = peer.receive();
            assertThat(answer.status()).isZero();
            assertThat(answer.number(0x0100)).isEqualTo(0x8130);
            assertThat(answer.text(0x0002)).isEqualTo(ABSTRACT_SYNTAX);
            assertThat(answer.text(0x1000)).isEqualTo("1.2.840.10008.1.20.1.1");
            assertThat(answer.number(0x1008)).isEqualTo(1);
        }
    }

    @Test
    void instances_go_to_a_peer_that_took_the_role_of_scp_in_fragments_that_it_takes() throws IOException {
        var dataSet = new byte[300_000];
        new Random(1).nextBytes(dataSet);
        var outcomes = new CopyOnWriteArrayList<Outcome>();
        Answer storing = exchange -> {
            outcomes.add(exchange.store(instance(Peer.CT_IMAGE, EXPLICIT, dataSet)));
            outcomes.add(exchange.store(instance(Peer.CT_IMAGE, "1.2.840.10008.1.2.4.70", dataSet)));
            outcomes.add(exchange.store(instance(Peer.VERIFICATION, "1.2.840.10008.1.2", dataSet)));
            exchange.respond(Status.SUCCESS);
        };
        try (var hub = new Hub(List.of(new Scripted(storing)));
                var peer = call(hub, 5000, Peer.role(Peer.CT_IMAGE, 0, 1), Peer.role(Peer.VERIFICATION, 1, 1))) {
            peer.send(request(CommandSet.C_GET_RQ, "all"));
            var command = peer.receive();
            assertThat(command.number(0x0100)).isEqualTo(CommandSet.C_STORE_RQ);
            assertThat(command.text(0x0002)).isEqualTo(Peer.CT_IMAGE);
            assertThat(command.text(0x1000)).isEqualTo("1.2.3.4");
            assertThat(received(peer, 5000)).isEqualTo(dataSet);
            peer.send(response(Peer.STORE_CONTEXT, CommandSet.C_STORE_RQ, command.number(0x0110), 0xB000));
            assertThat(peer.receive().status()).isZero();
            assertThat(outcomes)
                    .extracting(Outcome::result)
                    .containsExactly(
                            Outcome.Result.KEPT_WITH_WARNING,
                            Outcome.Result.NOT_NEGOTIATED,
                            Outcome.Result.NOT_NEGOTIATED);
        }
    }

    @Test
    void the_role_of_scp_is_agreed_to_for_storage_alone() throws IOException {
        try (var hub = new Hub(List.of(new Scripted(exchange -> exchange.respond(Status.SUCCESS))));
                var peer = new Peer(hub.port())) {
            peer.send(associate(
                    16384,
                    Peer.role(Peer.CT_IMAGE, 1, 1),
                    Peer.role(Peer.VERIFICATION, 1, 1),
                    Peer.role(ABSTRACT_SYNTAX, 0, 1),
                    Peer.role("1.2.3", 1, 1)));
            var accepted = new String(peer.receive().body(), StandardCharsets.ISO_8859_1);
            assertThat(accepted)
                    .contains(text(Peer.role(Peer.CT_IMAGE, 1, 1)))
                    .contains(text(Peer.role(Peer.VERIFICATION, 1, 0)))
                    .contains(text(Peer.role(ABSTRACT_SYNTAX, 0, 0)))
                    .doesNotContain(text(Peer.role("1.2.3", 1, 1)));
        }
    }

    @Test
    void an_event_is_reported_on_the_same_association_while_the_peer_asks_other_things() throws IOException {
        var statuses = new CopyOnWriteArrayList<Integer>();
        Answer reporting = exchange -> {
            exchange.respond(Status.SUCCESS);
            var event = new Request(
                    N_EVENT_REPORT,
                    ABSTRACT_SYNTAX,
                    Map.of(
                            Element.AFFECTED_SOP_CLASS_UID,
                            ABSTRACT_SYNTAX,
                            Element.AFFECTED_SOP_INSTANCE_UID,
                            "1.2.3",
                            Element.EVENT_TYPE_ID,
                            2),
                    Optional.of("event".getBytes(StandardCharsets.US_ASCII)));
            statuses.add(exchange.ask(event).status());
        };
        try (var hub = new Hub(List.of(new Scripted(reporting)));
                var peer = call(hub, 16384)) {
            peer.send(request(N_ACTION, "act"));
            assertThat(peer.receive().number(0x0100)).isEqualTo(0x8130);
            var event = peer.receive();
            assertThat(event.number(0x0100)).isEqualTo(N_EVENT_REPORT);
            assertThat(event.number(0x1002)).isEqualTo(2);
            assertThat(data(peer.receive())).isEqualTo("event");
            assertThat(peer.echo().status()).isZero();
            peer.send(response(CONTEXT, N_EVENT_REPORT, event.number(0x0110), 0));
            assertThat(peer.echo().status()).isZero();
            assertThat(statuses).containsExactly(0);
        }
    }

    @Test
    void a_peer_that_wants_release_before_it_has_answered_is_released() throws IOException {
        Answer reporting = exchange -> {
            exchange.respond(Status.SUCCESS);
            exchange.ask(new Request(N_EVENT_REPORT, ABSTRACT_SYNTAX, Map.of(), Optional.empty()));
        };
        try (var hub = new Hub(List.of(new Scripted(reporting)));
                var peer = call(hub, 16384)) {
            peer.send(request(N_ACTION, "act"));
            assertThat(peer.receive().status()).isZero();
            assertThat(peer.receive().number(0x0100)).isEqualTo(N_EVENT_REPORT);
            assertThat(peer.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
        }
    }

    @Test
    void requests_within_requests_without_end_break_the_association() throws IOException {
        Answer asking =
                exchange -> exchange.ask(new Request(N_EVENT_REPORT, ABSTRACT_SYNTAX, Map.of(), Optional.empty()));
        try (var hub = new Hub(List.of(new Scripted(asking)));
                var peer = call(hub, 16384)) {
            for (var i = 0; i < 5; i++) {
                peer.send(request(N_ACTION, "act"));
            }
            var answer = peer.receive();
            while (answer.type() == Pdu.P_DATA_TF) {
                answer = peer.receive();
            }
            assertThat(answer.type()).isEqualTo(Pdu.A_ABORT);
        }
    }

    private static OutgoingInstance instance(String sopClass, String transferSyntax, byte[] dataSet) {
        return new OutgoingInstance(sopClass, "1.2.3.4", transferSyntax, () -> new ByteArrayInputStream(dataSet));
    }

    private static Peer call(Hub hub, int maxPduLength, byte[]... roles) throws IOException {
        var peer = new Peer(hub.port());
        peer.send(associate(maxPduLength, roles));
        assertThat(peer.receive().type()).isEqualTo(Pdu.A_ASSOCIATE_AC);
        return peer;
    }

    private static byte[] associate(int maxPduLength, byte[]... roles) {
        var all = new ByteArrayOutputStream();
        for (var role : roles) {
            all.writeBytes(role);
        }
        var context = Peer.context(CONTEXT, ABSTRACT_SYNTAX, "1.2.840.10008.1.2.4.70", EXPLICIT);
        return Peer.associateRequest(Hub.CT, "RADHUB", maxPduLength, context, all.toByteArray());
    }

    /** @param dataSet empty for none */
    private static byte[] request(int field, String dataSet) {
        var command = Peer.pdata(
                CONTEXT, Pdu.COMMAND | Pdu.LAST, Peer.command(field, ABSTRACT_SYNTAX, "", !dataSet.isEmpty()));
        var out = new ByteArrayOutputStream();
        out.writeBytes(command);
        if (!dataSet.isEmpty()) {
            out.writeBytes(Peer.pdata(CONTEXT, Pdu.LAST, Peer.ascii(dataSet)));
        }
        return out.toByteArray();
    }

    private static byte[] cancel(int messageId) {
        var command = new ByteArrayOutputStream();
        command.writeBytes(Peer.element(0x0100, new byte[] {(byte) 0xFF, 0x0F}));
        command.writeBytes(Peer.element(0x0120, new byte[] {(byte) messageId, 0}));
        command.writeBytes(Peer.element(0x0800, new byte[] {1, 1}));
        return Peer.pdata(CONTEXT, Pdu.COMMAND | Pdu.LAST, command.toByteArray());
    }

    private static byte[] response(int context, int field, int messageId, int status) {
        var command = new ByteArrayOutputStream();
        command.writeBytes(Peer.element(0x0100, new byte[] {(byte) field, (byte) (field >> 8 | 0x80)}));
        command.writeBytes(Peer.element(0x0120, new byte[] {(byte) messageId, (byte) (messageId >> 8)}));
        command.writeBytes(Peer.element(0x0800, new byte[] {1, 1}));
        command.writeBytes(Peer.element(0x0900, new byte[] {(byte) status, (byte) (status >> 8)}));
        return Peer.pdata(context, Pdu.COMMAND | Pdu.LAST, command.toByteArray());
    }

    private static String data(Peer.Answer answer) {
        return new String(answer.body(), 6, answer.body().length - 6, StandardCharsets.US_ASCII);
    }

    private static byte[] received(Peer peer, int most) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            var fragment = peer.receive().body();
            assertThat(fragment.length).isLessThanOrEqualTo(most);
            all.write(fragment, 6, fragment.length - 6);
            if ((fragment[5] & Pdu.LAST) != 0) {
                return all.toByteArray();
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
