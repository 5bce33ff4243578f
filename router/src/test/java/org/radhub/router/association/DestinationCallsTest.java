package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Device;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Outgoing;
import org.radhub.router.PeerTls;
import org.radhub.router.RefusedCall;
import org.radhub.router.Traffic;
import org.radhub.router.testing.Certified;

/** Destinations that are no registered devices, and call to report on the storage commitment that the hub asked them for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DestinationCallsTest {
    private static final String PUSH_MODEL = "1.2.840.10008.1.20.1";
    private static final String STUDY_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.2.1";
    private static final String MPPS = "1.2.840.10008.3.1.2.3.3";
    private static final int PUSH_CONTEXT = 5;
    private static final int N_ACTION = 0x0130;
    private static final int NOT_AUTHORIZED = 0x0124;

    private Certified identity;
    private Certified pacs;
    private Certified other;
    private Hub hub;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        identity = Certified.make(folder, "hub", "EC", "-groupname", "secp256r1");
        pacs = Certified.make(folder, "pacs", "EC", "-groupname", "secp256r1");
        other = Certified.make(folder, "other", "EC", "-groupname", "secp256r1");
        var trust = Files.writeString(
                folder.resolve("trust.pem"), Files.readString(pacs.pem()) + Files.readString(other.pem()));
        hub = new Hub(
                "tls.port",
                "0",
                "tls.identity",
                identity.store().toString(),
                "tls.password",
                Certified.PASSWORD,
                "tls.trust",
                trust.toString());
    }

    @AfterAll
    void close() {
        hub.close();
    }

    @Test
    void a_destination_finds_verification_and_its_reports_and_nothing_else() throws IOException {
        destination("NARROW", "127.0.0.1", "RADHUB", Optional.empty(), true, true);
        try (var peer = new Peer(hub.port())) {
            peer.send(proposing("NARROW", "RADHUB"));
            var accepted = peer.receive();
            assertThat(accepted.type()).isEqualTo(Pdu.A_ASSOCIATE_AC);
            assertThat(results(accepted.body()))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(1, 3, 3, 0, PUSH_CONTEXT, 0, 7, 3, 9, 3));
            assertThat(peer.echo().status()).isZero();
            peer.send(Peer.pdata(PUSH_CONTEXT, Pdu.COMMAND | Pdu.LAST, Peer.command(N_ACTION, PUSH_MODEL, "", false)));
            assertThat(peer.receive().status()).isEqualTo(NOT_AUTHORIZED);
            peer.send(Peer.pdata(
                    PUSH_CONTEXT, Pdu.COMMAND | Pdu.LAST, Peer.command(0x0001, Peer.CT_IMAGE, "1.2.3", true)));
            peer.send(Peer.pdata(PUSH_CONTEXT, Pdu.LAST, new byte[16]));
            assertThat(peer.receive().status()).isNotZero();
            assertThat(peer.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
        }
        assertThat(hub.intake.kept).doesNotContainKey("1.2.3");
        assertThat(hub.get(Traffic.class).byDevice())
                .noneMatch(one -> one.aeTitle().equals("NARROW"));
    }

    @Test
    void a_registered_device_of_the_same_title_is_still_the_device_from_its_own_address() throws IOException {
        destination(Hub.CT, "127.0.0.1", "RADHUB", Optional.empty(), true, true);
        try (var peer = hub.call()) {
            assertThat(peer.store("1.2.4", new byte[1000]).status()).isZero();
        }
    }

    @Test
    void a_registered_device_that_is_turned_away_does_not_come_in_as_the_destination_of_its_title() throws Exception {
        destination("BOTH_OFF", "127.0.0.1", "RADHUB", Optional.empty(), true, true);
        destination("BOTH_SECURED", "127.0.0.1", "RADHUB", Optional.empty(), true, true);
        assertThat(answer(new Peer(hub.port()), "BOTH_OFF", "RADHUB")).isEqualTo("accepted");
        assertThat(answer(new Peer(hub.port()), "BOTH_SECURED", "RADHUB")).isEqualTo("accepted");

        hub.register(new Device("BOTH_OFF", "COUNTYA", "CT", "CT", List.of("127.0.0.0/8"), false));
        hub.register(new Device(
                "BOTH_SECURED", "COUNTYA", "CT", "CT", List.of("127.0.0.0/8"), true, List.of(pacs.fingerprint())));

        assertThat(answer(new Peer(hub.port()), "BOTH_OFF", "RADHUB")).isEqualTo("1/1/3");
        assertThat(answer(new Peer(hub.port()), "BOTH_SECURED", "RADHUB")).isEqualTo("1/1/3");
        assertThat(answer(secured(other), "BOTH_SECURED", "RADHUB")).isEqualTo("1/1/3");
        assertThat(answer(secured(pacs), "BOTH_SECURED", "RADHUB")).isEqualTo("accepted");
    }

    @Test
    void only_a_destination_that_is_asked_for_commitment_calls_and_only_from_where_it_is_called() throws IOException {
        destination("ELSEWHERE", "127.0.0.2", "RADHUB", Optional.empty(), true, true);
        destination("NEVER_ASKED", "127.0.0.1", "RADHUB", Optional.empty(), false, true);
        destination("SWITCHED_OFF", "127.0.0.1", "RADHUB", Optional.empty(), true, false);
        for (var title : new String[] {"ELSEWHERE", "NEVER_ASKED", "SWITCHED_OFF", "NOBODY"}) {
            assertThat(answer(new Peer(hub.port()), title, "RADHUB")).as(title).isEqualTo("1/1/3");
        }
        assertThat(hub.listener().refusedCalls(100))
                .filteredOn(call -> call.callingAeTitle().equals("ELSEWHERE"))
                .extracting(RefusedCall::reason)
                .extracting(reason -> reason.key())
                .containsExactly("router.refused.unknown-device");
    }

    @Test
    void a_destination_calls_the_hub_by_the_title_that_the_hub_calls_it_under() throws IOException {
        destination("OTHER_NAME", "127.0.0.1", "REGION7", Optional.empty(), true, true);
        assertThat(answer(new Peer(hub.port()), "OTHER_NAME", "REGION7")).isEqualTo("accepted");
        assertThat(answer(new Peer(hub.port()), "OTHER_NAME", "RADHUB")).isEqualTo("1/1/3");
        assertThat(answer(new Peer(hub.port()), Hub.CT, "REGION7")).isEqualTo("1/1/7");
    }

    @Test
    void a_destination_that_is_called_over_tls_reports_over_tls_with_the_certificate_that_is_agreed_on()
            throws Exception {
        var agreed = new PeerTls(Optional.of(pacs.fingerprint()));
        destination("SECURED", "127.0.0.1", "RADHUB", Optional.of(agreed), true, true);
        destination("TRUSTED", "127.0.0.1", "RADHUB", Optional.of(new PeerTls(Optional.empty())), true, true);

        assertThat(answer(secured(pacs), "SECURED", "RADHUB")).isEqualTo("accepted");
        assertThat(answer(secured(other), "SECURED", "RADHUB")).isEqualTo("1/1/3");
        assertThat(answer(new Peer(hub.port()), "SECURED", "RADHUB")).isEqualTo("1/1/3");
        assertThat(answer(secured(other), "TRUSTED", "RADHUB")).isEqualTo("accepted");
        assertThat(answer(new Peer(hub.port()), "TRUSTED", "RADHUB")).isEqualTo("1/1/3");
    }

    private void destination(
            String title, String host, String calling, Optional<PeerTls> tls, boolean commitment, boolean enabled) {
        var peer = new org.radhub.router.Peer(host, 104, title, calling, tls);
        hub.get(Outgoing.class).put(new Destination(title, new Endpoint.Dicom(peer, commitment), 1, enabled), "admin");
    }

    private Peer secured(Certified as) throws Exception {
        return new Peer(
                as.trusting(identity).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), hub.tlsPort()));
    }

    private static String answer(Peer connected, String calling, String called) throws IOException {
        try (var peer = connected) {
            peer.send(proposing(calling, called));
            var answer = peer.receive();
            return answer.type() == Pdu.A_ASSOCIATE_AC ? "accepted" : answer.code();
        }
    }

    private static byte[] proposing(String calling, String called) {
        var contexts = new ByteArrayOutputStream();
        contexts.writeBytes(Peer.context(PUSH_CONTEXT, PUSH_MODEL, Peer.EXPLICIT));
        contexts.writeBytes(Peer.context(7, STUDY_ROOT_FIND, Peer.EXPLICIT));
        contexts.writeBytes(Peer.context(9, MPPS, Peer.EXPLICIT));
        return Peer.associateRequest(calling, called, 16384, contexts.toByteArray(), Peer.role(PUSH_MODEL, 0, 1));
    }

    /** Results by presentation context ID (PS3.8 9.3.3.2). */
    private static Map<Integer, Integer> results(byte[] accept) {
        var results = new TreeMap<Integer, Integer>();
        var items = ByteBuffer.wrap(accept).position(68);
        while (items.hasRemaining()) {
            var type = items.get();
            items.get();
            var item = new byte[items.getShort()];
            items.get(item);
            if (type == 0x21) {
                results.put((int) item[0], (int) item[2]);
            }
        }
        return results;
    }
}
