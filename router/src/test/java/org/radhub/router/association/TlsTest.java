package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Device;
import org.radhub.router.PeerTls;
import org.radhub.router.RefusedCall;
import org.radhub.router.Sender;
import org.radhub.router.testing.Certified;

/** The second port, PS3.15 B.12: who gets in, and who does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTest {
    private static final String PINNED = "PINNED_CT";

    private Path folder;
    private Certified identity;
    private Certified scanner;
    private Certified other;
    private Certified stranger;
    private Hub hub;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        identity = Certified.make(folder, "hub", "RSA", "-keysize", "2048");
        scanner = Certified.make(folder, "scanner", "EC", "-groupname", "secp256r1");
        other = Certified.make(folder, "other", "EC", "-groupname", "secp256r1");
        stranger = Certified.make(folder, "stranger", "EC", "-groupname", "secp256r1");
        var trust = Files.writeString(
                folder.resolve("trust.pem"),
                Files.readString(scanner.pem()) + Files.readString(other.pem()) + Files.readString(identity.pem()));
        hub = secured(trust);
        // As a person copies it out of a program.
        var pin = scanner.fingerprint().toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
        hub.register(new Device(PINNED, "COUNTYA", "", "CT", List.of("127.0.0.0/8"), true, List.of(pin)));
    }

    @AfterAll
    void close() {
        hub.close();
    }

    private Hub secured(Path trust, String... settings) {
        var all = new ArrayList<>(List.of(
                "tls.port", "0", "tls.identity", identity.store().toString(), "tls.password", Certified.PASSWORD));
        all.addAll(List.of("tls.trust", trust.toString()));
        all.addAll(List.of(settings));
        return new Hub(all.toArray(String[]::new));
    }

    private Peer connect(SSLContext as, String... versions) throws IOException {
        var socket = (SSLSocket) as.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), hub.tlsPort());
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        return new Peer(socket);
    }

    private List<String> reasons() {
        return hub.listener().refusedCalls(100).stream()
                .filter(call -> call.callingAeTitle().isEmpty())
                .map(RefusedCall::reason)
                .map(reason -> reason.key())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_device_with_a_trusted_certificate_sends_and_is_released(String version) throws Exception {
        try (var peer = Peer.associated(connect(scanner.trusting(identity), version), Hub.CT, "RADHUB")) {
            assertThat(peer.store("1.2." + version.charAt(6), new byte[3_000_000])
                            .status())
                    .isZero();
            assertThat(peer.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
            assertThat(peer.receive().type()).isEqualTo(Peer.END);
            assertThat(((SSLSocket) peer.socket).getSession().getCipherSuite()).contains("GCM");
        }
        assertThat(hub.intake.kept.get("1.2." + version.charAt(6))).hasSize(3_000_000);
    }

    @Test
    void the_plain_port_stays_open_beside_it() throws IOException {
        try (var peer = hub.call()) {
            assertThat(peer.echo().status()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_caller_without_a_certificate_does_not_get_in(String version) throws Exception {
        turnedAway(identity.anonymous(), version);
        await().until(() -> reasons().contains("router.refused.no-certificate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_caller_with_a_certificate_that_is_not_trusted_does_not_get_in(String version) throws Exception {
        turnedAway(stranger.trusting(identity), version);
        // Java's own client shows no certificate that was not asked for by its issuer; openssl shows it all the same.
        var said = openssl(
                version.equals("TLSv1.2") ? "-tls1_2" : "-tls1_3",
                "-ign_eof",
                "-cert",
                stranger.pem().toString(),
                "-key",
                stranger.key().toString());
        assertThat(said).contains("alert");
        await().until(() -> reasons().contains("router.refused.untrusted-certificate"));
    }

    private void turnedAway(SSLContext as, String version) {
        // In TLS 1.3 the caller hears of it only after its own part of the handshake.
        assertThatThrownBy(() -> {
                    try (var peer = connect(as, version)) {
                        peer.send(Peer.associateRequest(Hub.CT, "RADHUB"));
                        if (peer.receive().type() == Peer.END) {
                            throw new IOException("hung up");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
    })
    void a_suite_without_forward_secrecy_or_authenticated_encryption_is_not_taken(String version, String suite)
            throws Exception {
        try (var socket = (SSLSocket) scanner.trusting(identity)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), hub.tlsPort())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setEnabledCipherSuites(new String[] {suite});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        await().until(() -> reasons().contains("router.refused.tls-failed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void an_old_version_is_not_spoken(String version) throws Exception {
        var said = openssl(version, "-cipher", "ALL:@SECLEVEL=0");
        assertThat(said).contains("alert protocol version").contains("Cipher is (NONE)");
    }

    @Test
    void openssl_agrees_on_a_suite_of_bcp_195() throws Exception {
        var said = openssl(
                "-tls1_2",
                "-cert",
                scanner.pem().toString(),
                "-key",
                scanner.key().toString());
        assertThat(said).contains("Cipher is ECDHE-RSA-AES128-GCM-SHA256");
    }

    @Test
    void plain_dicom_on_the_tls_port_is_hung_up_on_and_tls_on_the_plain_port_too() throws Exception {
        try (var peer = new Peer(hub.tlsPort())) {
            peer.send(Peer.associateRequest(Hub.CT, "RADHUB"));
            // An alert of TLS, which is no PDU, or the end.
            assertThat(peer.socket.getInputStream().readAllBytes().length).isLessThan(16);
        }
        await().until(() -> reasons().contains("router.refused.tls-failed"));
        try (var socket = (SSLSocket) scanner.trusting(identity)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), hub.port())) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_device_with_a_registered_certificate_calls_with_that_one_or_not_at_all() throws Exception {
        try (var peer = Peer.associated(connect(scanner.trusting(identity)), PINNED, "RADHUB")) {
            assertThat(peer.echo().status()).isZero();
        }
        try (var peer = connect(other.trusting(identity))) {
            peer.send(Peer.associateRequest(PINNED, "RADHUB"));
            assertThat(peer.receive().code()).isEqualTo("1/1/3");
        }
        try (var peer = new Peer(hub.port())) {
            peer.send(Peer.associateRequest(PINNED, "RADHUB"));
            assertThat(peer.receive().code()).isEqualTo("1/1/3");
        }
        assertThat(hub.listener().refusedCalls(100))
                .filteredOn(call -> call.callingAeTitle().equals(PINNED))
                .extracting(call -> call.reason().key())
                .containsExactlyInAnyOrder("router.refused.other-certificate", "router.refused.without-tls");
    }

    @Test
    void two_hundred_half_handshakes_keep_nobody_out() throws Exception {
        var halves = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 200; i++) {
                halves.add(halfAHandshake(hub.tlsPort()));
            }
            try (var secure = Peer.associated(connect(scanner.trusting(identity)), Hub.CT, "RADHUB");
                    var plain = hub.call()) {
                assertThat(secure.store("1.2.5", new byte[600_000]).status()).isZero();
                assertThat(plain.store("1.2.6", new byte[600_000]).status()).isZero();
            }
        } finally {
            for (var half : halves) {
                half.close();
            }
        }
    }

    @Test
    void a_handshake_that_stops_half_way_or_trickles_is_gone_after_its_time() throws Exception {
        try (var hasty = secured(folder.resolve("trust.pem"), "request-timeout", "1s");
                var half = halfAHandshake(hasty.tlsPort());
                var slow = new Socket(InetAddress.getLoopbackAddress(), hasty.tlsPort())) {
            var sent = new int[1];
            await().pollInterval(50, TimeUnit.MILLISECONDS).until(() -> {
                try {
                    slow.getOutputStream()
                            .write(HALF_A_CLIENT_HELLO[Math.min(sent[0]++, HALF_A_CLIENT_HELLO.length - 1)]);
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
            half.setSoTimeout(30_000);
            assertThat(half.getInputStream().readAllBytes().length).isLessThan(16);
            try (var next = hasty.call()) {
                assertThat(next.echo().status()).isZero();
            }
        }
    }

    /** A record that announces 512 bytes of a ClientHello, of which the first come. */
    private static final byte[] HALF_A_CLIENT_HELLO =
            new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private static Socket halfAHandshake(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(HALF_A_CLIENT_HELLO);
        return socket;
    }

    @Test
    void the_hubs_identity_may_be_given_as_pem_files() throws Exception {
        try (var pem = new Hub(
                "tls.port",
                "0",
                "tls.identity",
                identity.pem().toString(),
                "tls.key",
                identity.key().toString(),
                "tls.trust",
                scanner.pem().toString())) {
            var socket = scanner.trusting(identity)
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), pem.tlsPort());
            try (var peer = Peer.associated(new Peer(socket), Hub.CT, "RADHUB")) {
                assertThat(peer.echo().status()).isZero();
            }
        }
    }

    @Test
    void the_hub_calls_its_own_tls_port_with_its_own_certificate() throws IOException {
        hub.get(Sender.class)
                .verify(new org.radhub.router.Peer(
                        "127.0.0.1", hub.tlsPort(), "RADHUB", Hub.CT, Optional.of(new PeerTls(Optional.empty()))));
    }

    @Test
    void a_certificate_that_is_renewed_on_disk_is_shown_to_the_next_caller_and_disturbs_nobody() throws Exception {
        var files = Files.createDirectory(folder.resolve("renewed"));
        var old = Certified.make(files, "old", "EC", "-groupname", "secp256r1");
        var renewed = Certified.make(files, "new", "EC", "-groupname", "secp256r1");
        var certificate = Files.copy(old.pem(), files.resolve("hub.pem"));
        var key = Files.copy(old.key(), files.resolve("hub.key"));
        try (var hub = watching(certificate, key, Files.copy(scanner.pem(), files.resolve("trust.pem")));
                var before = Peer.associated(new Peer(connected(hub, scanner.trusting(old))), Hub.CT, "RADHUB")) {
            // One file after the other: a certificate without its key is no reason to turn anybody away.
            Files.copy(renewed.pem(), certificate, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> hub.listener().tlsProblem().isPresent());
            connected(hub, scanner.trusting(old)).close();

            Files.copy(renewed.key(), key, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> hub.listener().tlsProblem().isEmpty());

            try (var after = Peer.associated(new Peer(connected(hub, scanner.trusting(renewed))), Hub.CT, "RADHUB")) {
                assertThat(after.echo().status()).isZero();
            }
            assertThatThrownBy(() -> connected(hub, scanner.trusting(old))).isInstanceOf(SSLException.class);
            assertThat(before.echo().status()).isZero();
        }
    }

    @Test
    void a_caller_who_is_no_longer_trusted_does_not_get_in_again() throws Exception {
        var files = Files.createDirectory(folder.resolve("distrusted"));
        var trust = Files.writeString(
                files.resolve("trust.pem"), Files.readString(scanner.pem()) + Files.readString(other.pem()));
        try (var hub = watching(identity.pem(), identity.key(), trust)) {
            // One context for both, so that the second handshake could resume what the first one agreed on.
            var context = scanner.trusting(identity);
            try (var peer = Peer.associated(new Peer(connected(hub, context)), Hub.CT, "RADHUB")) {
                assertThat(peer.echo().status()).isZero();
            }
            Files.copy(other.pem(), trust, StandardCopyOption.REPLACE_EXISTING);
            await().untilAsserted(() -> assertThatThrownBy(() -> {
                        try (var peer = new Peer(connected(hub, context))) {
                            peer.send(Peer.associateRequest(Hub.CT, "RADHUB"));
                            if (peer.receive().type() == Peer.END) {
                                throw new IOException("hung up");
                            }
                        }
                    })
                    .isInstanceOf(IOException.class));
            assertThat(hub.listener().tlsProblem()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate at all"})
    void files_that_broke_leave_all_as_it_was_and_say_so_until_they_are_mended(String broken) throws Exception {
        var files = Files.createDirectory(folder.resolve("broken" + broken.length()));
        var trust = Files.copy(scanner.pem(), files.resolve("trust.pem"));
        try (var hub = watching(identity.pem(), identity.key(), trust)) {
            Files.writeString(trust, broken);
            await().until(() -> hub.listener().tlsProblem().isPresent());
            connected(hub, scanner.trusting(identity)).close();

            Files.delete(trust);
            await().until(() -> hub.listener()
                    .tlsProblem()
                    .filter(why -> why.contains("trust.pem"))
                    .isPresent());
            Files.copy(scanner.pem(), trust);
            await().until(() -> hub.listener().tlsProblem().isEmpty());
            connected(hub, scanner.trusting(identity)).close();
        }
    }

    private static Hub watching(Path certificate, Path key, Path trust) {
        var settings = new ArrayList<>(List.of("tls.port", "0", "tls.look", "50ms"));
        settings.addAll(List.of("tls.identity", certificate.toString(), "tls.key", key.toString()));
        settings.addAll(List.of("tls.trust", trust.toString()));
        return Hub.timely(settings.toArray(String[]::new));
    }

    private static SSLSocket connected(Hub hub, SSLContext as) throws IOException {
        var socket = (SSLSocket) as.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), hub.tlsPort());
        socket.startHandshake();
        return socket;
    }

    @Test
    void a_tls_port_without_a_certificate_for_it_stops_the_start() {
        assertThatThrownBy(() -> new Hub("tls.port", "0"))
                .rootCause()
                .hasMessageContaining("radhub.dicom.tls.identity");
    }

    @Test
    void echoscu_and_storescu_send_over_tls_and_not_without_a_certificate() throws Exception {
        var tls = new ArrayList<>(
                List.of("+tls", scanner.key().toString(), scanner.pem().toString()));
        tls.addAll(List.of("+cf", identity.pem().toString(), "-aet", Hub.CT, "-aec", "RADHUB"));
        tls.addAll(List.of("127.0.0.1", String.valueOf(hub.tlsPort())));
        assertThat(Dcmtk.run("echoscu", tls).exitCode()).isZero();

        var anonymous = Dcmtk.run(
                "echoscu",
                List.of("+tla", "-ic", "-aet", Hub.CT, "-aec", "RADHUB", "127.0.0.1", String.valueOf(hub.tlsPort())));
        assertThat(anonymous.exitCode()).isNotZero();

        var series = Hub.data().resolve("ct-series");
        assumeTrue(Files.isDirectory(series), "no shared test data: storescu has nothing to send over TLS");
        hub.intake.kept.clear();
        tls.addAll(0, List.of("-xs", "+sd", "+r"));
        tls.add(series.toString());
        var sent = Dcmtk.run("storescu", tls);
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        assertThat(hub.intake.kept).isNotEmpty();
    }

    private String openssl(String... options) throws Exception {
        var program = Path.of("/usr/bin/openssl");
        assumeTrue(Files.isExecutable(program), "openssl is not installed");
        var command =
                new ArrayList<>(List.of(program.toString(), "s_client", "-connect", "127.0.0.1:" + hub.tlsPort()));
        command.addAll(List.of("-CAfile", identity.pem().toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return said;
    }
}
