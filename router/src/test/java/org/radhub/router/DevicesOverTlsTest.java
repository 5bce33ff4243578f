package org.radhub.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.NetworkAddress;
import org.radhub.router.testing.Archive;
import org.radhub.router.testing.Certified;
import org.radhub.router.testing.Modality;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.Workstation;
import org.radhub.storage.Attributes;

/** Registered devices that the hub calls over TLS: for C-MOVE, and to report on storage commitment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DevicesOverTlsTest {
    private static final String STUDY_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.2.2";
    private static final String PUSH_MODEL = "1.2.840.10008.1.20.1";
    private static final String[] EC = {"EC", "-groupname", "secp256r1"};

    private Certified identity;
    private Certified trusted;
    private Certified stranger;
    private Archive archive;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        identity = Certified.make(folder, "hub", EC);
        trusted = Certified.make(folder, "trusted", EC);
        stranger = Certified.make(folder, "stranger", EC);
        archive = new Archive(
                Files.createDirectory(folder.resolve("home")),
                Map.of(
                        "radhub.dicom.tls.identity",
                        identity.store().toString(),
                        "radhub.dicom.tls.password",
                        Certified.PASSWORD,
                        "radhub.dicom.tls.trust",
                        trusted.pem().toString(),
                        "radhub.requestor.accept-timeout",
                        "4s",
                        "radhub.commitment.backoff",
                        "100ms",
                        "radhub.commitment.longest-backoff",
                        "400ms",
                        "radhub.commitment.round",
                        "50ms"));
    }

    @AfterAll
    void close() {
        archive.close();
    }

    @Test
    void a_move_goes_over_tls_to_a_device_whose_certificate_is_trusted() throws Exception {
        try (var peer = new ScriptedPeer(listening(trusted))) {
            registered("TRUSTED_WS", peer.port(), List.of());
            assertThat(move("TRUSTED_WS").status()).isZero();
            assertThat(peer.kept).hasSize(3);
        }
        assertThat(archive.hub.trail().about("1.2.1", 100))
                .filteredOn(line -> line.access().action() == AuditAction.INSTANCES_TRANSFERRED)
                .extracting(line -> line.access().detail())
                .anyMatch(line -> line.contains("C-MOVE to TRUSTED_WS@127.0.0.1:") && line.contains("(TLS)"));
    }

    @Test
    void a_move_sends_nothing_to_a_device_with_a_certificate_from_nobody_who_is_trusted() throws Exception {
        try (var peer = new ScriptedPeer(listening(stranger))) {
            registered("STRANGE_WS", peer.port(), List.of());
            moveFails("STRANGE_WS", "UNTRUSTED");
            assertThat(peer.associations).hasValue(0);
        }
    }

    @Test
    void the_certificates_that_are_registered_for_a_device_are_the_only_ones_that_it_may_show() throws Exception {
        try (var peer = new ScriptedPeer(listening(stranger))) {
            registered("PINNED_WS", peer.port(), List.of("00".repeat(32), stranger.fingerprint()));
            assertThat(move("PINNED_WS").status()).isZero();
            assertThat(peer.kept).hasSize(3);
        }
        try (var peer = new ScriptedPeer(listening(trusted))) {
            registered("OTHER_WS", peer.port(), List.of("00".repeat(32), stranger.fingerprint()));
            moveFails("OTHER_WS", "OTHER_CERTIFICATE");
            assertThat(peer.associations).hasValue(0);
        }
    }

    @Test
    void a_device_that_does_not_speak_tls_is_not_spoken_with_plainly() throws Exception {
        try (var peer = new ScriptedPeer()) {
            registered("PLAIN_WS", peer.port(), List.of());
            moveFails("PLAIN_WS", "FAILED");
            assertThat(peer.associations).hasValue(0);
        }
    }

    @Test
    void a_commitment_is_reported_over_tls_to_nobody_but_the_device_that_shows_its_certificate() throws Exception {
        archive.device("ASKING_WS", "COUNTYA");
        ask("ASKING_WS", "2.25.77");
        try (var wrong = new ScriptedPeer(listening(trusted))) {
            registered("ASKING_WS", wrong.port(), List.of(stranger.fingerprint()));
            await().until(() -> commitment("problem", "2.25.77").startsWith("OTHER_CERTIFICATE"));
            assertThat(wrong.associations).hasValue(0);
        }
        try (var listening = listening(stranger)) {
            registered("ASKING_WS", listening.getLocalPort(), List.of(stranger.fingerprint()));
            try (var called = Modality.called(listening)) {
                var report = called.next();
                assertThat(report.number(0x1002)).isEqualTo(1);
                called.answer(report, 0);
                called.beReleased();
            }
            await().until(() -> commitment("state", "2.25.77").equals("REPORTED"));
        }
    }

    private void registered(String aeTitle, int port, List<String> certificates) {
        var device = new Device(aeTitle, "COUNTYA", "", "", List.of("127.0.0.0/8"), true, certificates);
        archive.hub.register(device);
        archive.hub.get(Devices.class).callAt(aeTitle, Optional.of(new NetworkAddress("127.0.0.1", port, true)));
    }

    private SSLServerSocket listening(Certified as) throws Exception {
        var server = (SSLServerSocket) as.trusting(identity)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return server;
    }

    private Workstation.Answer move(String destination) throws IOException {
        try (var asker = new Workstation(archive.port(), Archive.COUNTYA, STUDY_ROOT_MOVE, Workstation.EXPLICIT)) {
            var identifier = Attributes.builder()
                    .put(0x00080052, "STUDY")
                    .put(0x0020000D, "1.2.1")
                    .build();
            var answers = asker.move(identifier, destination);
            return answers.get(answers.size() - 1);
        }
    }

    private void moveFails(String destination, String why) throws IOException {
        var answer = move(destination);
        assertThat(answer.status()).isEqualTo(0xA702);
        assertThat(answer.comment()).startsWith("3 failed: " + why);
    }

    /** Asks, and is gone before it is told. */
    private void ask(String aeTitle, String transaction) throws IOException {
        try (var asking = Modality.calling(archive.port(), aeTitle, PUSH_MODEL)) {
            var request = Attributes.builder()
                    .put(0x00081195, transaction)
                    .sequence(
                            0x00081199,
                            List.of(Attributes.builder()
                                    .put(0x00081150, Archive.CT)
                                    .put(0x00081155, "1.2.1.1.1")
                                    .build()))
                    .build();
            var elements = Map.<Integer, Object>of(0x0003, PUSH_MODEL, 0x1001, PUSH_MODEL + ".1", 0x1008, 1);
            assertThat(asking.ask(Modality.N_ACTION, PUSH_MODEL, elements, request)
                            .status())
                    .isZero();
        }
    }

    private String commitment(String column, String transaction) {
        return archive.hub
                .jdbc()
                .sql("select " + column + " from router.commitment where transaction_uid = ?")
                .param(transaction)
                .query(String.class)
                .single();
    }
}
