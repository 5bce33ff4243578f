package org.radhub.router.requestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.router.NotSecure;
import org.radhub.router.NotSecure.Flaw;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.PeerTls;
import org.radhub.router.testing.Certified;
import org.radhub.router.testing.Images;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.Storescp;
import org.radhub.router.tls.Credentials;
import org.radhub.router.tls.TlsSettings;

/** Calls over TLS, PS3.15 B.12: whom the hub speaks with, and who it says that it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsCallsTest {
    /** Of a hub that has no certificate and trusts whom Java trusts. */
    static final Credentials WITHOUT = new Credentials(new TlsSettings(-1, "", "", "", "", "", ""));

    private static final String[] EC = {"EC", "-groupname", "secp256r1"};

    private Path folder;
    private Certified hub;
    private Certified pacs;
    private Certified stranger;
    private Certified expired;
    private Certified elsewhere;
    private Switchboard switchboard;
    private DicomSender sender;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        hub = Certified.make(folder, "hub", "RSA", "-keysize", "2048");
        pacs = Certified.make(folder, "pacs", EC);
        stranger = Certified.make(folder, "stranger", EC);
        expired = Certified.madeFor(folder, "expired", "SAN=ip:127.0.0.1", "-10d", EC);
        elsewhere = Certified.madeFor(folder, "elsewhere", "SAN=dns:pacs.example", "-0d", EC);
        var trust = Files.writeString(
                folder.resolve("trust.pem"),
                Files.readString(pacs.pem()) + Files.readString(expired.pem()) + Files.readString(elsewhere.pem()));
        switchboard = switchboard(new Credentials(
                new TlsSettings(-1, "", hub.store().toString(), "", Certified.PASSWORD, trust.toString(), "")));
        sender = new DicomSender(switchboard);
    }

    @AfterAll
    void close() {
        switchboard.destroy();
    }

    private static Switchboard switchboard(Credentials credentials) {
        return new Switchboard(
                new Settings(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        131072),
                credentials);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_peer_with_a_trusted_certificate_for_its_host_gets_everything_and_sees_the_hubs(String version)
            throws Exception {
        try (var peer = listening(pacs.trusting(hub), version)) {
            var outcomes = new ArrayList<Outcome>();
            var dataSet = Images.ct("1.2", "1.2.1", "1.2.1.1", 600_000);
            sender.send(over(peer, Optional.empty()), List.of(instance(dataSet)), outcomes::add);
            assertThat(outcomes).extracting(Outcome::confirmed).containsExactly(true);
            assertThat(peer.dataSets.get("1.2.1.1")).isEqualTo(dataSet);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nobody_is_told_anything_whose_certificate_will_not_do(String version) throws Exception {
        refuses(Flaw.UNTRUSTED, stranger.trusting(hub), version, Optional.empty());
        refuses(Flaw.EXPIRED, expired.trusting(hub), version, Optional.empty());
        refuses(Flaw.OTHER_NAME, elsewhere.trusting(hub), version, Optional.empty());
        refuses(Flaw.OTHER_CERTIFICATE, pacs.trusting(hub), version, Optional.of(stranger.fingerprint()));
        refuses(Flaw.EXPIRED, expired.trusting(hub), version, Optional.of(expired.fingerprint()));
    }

    @Test
    void the_one_certificate_that_is_agreed_on_will_do_whoever_made_it_and_whatever_it_is_for() throws Exception {
        for (var other : List.of(stranger, elsewhere)) {
            try (var peer = listening(other.trusting(hub), "TLSv1.3")) {
                sender.verify(over(peer, Optional.of(other.fingerprint())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_peer_that_wants_another_certificate_than_the_hubs_is_told_as_such(String version) throws Exception {
        refuses(Flaw.OURS_REFUSED, pacs.trusting(stranger), version, Optional.empty());
    }

    @Test
    void a_hub_without_a_certificate_calls_whom_java_trusts_or_who_is_agreed_on() throws Exception {
        var nobody = switchboard(WITHOUT);
        try (var peer = new ScriptedPeer(server(pacs.trusting(hub)))) {
            assertThatThrownBy(() -> new DicomSender(nobody).verify(over(peer, Optional.empty())))
                    .isInstanceOfSatisfying(
                            NotSecure.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.UNTRUSTED));
            new DicomSender(nobody).verify(over(peer, Optional.of(pacs.fingerprint())));
        } finally {
            nobody.destroy();
        }
    }

    @Test
    void a_peer_that_speaks_no_tls_is_not_spoken_with_plainly() throws Exception {
        try (var plain = new ScriptedPeer()) {
            fails(Flaw.FAILED, over(plain, Optional.empty()));
            assertThat(plain.associations).hasValue(0);
        }
    }

    @Test
    void a_version_that_is_too_old_is_not_spoken() throws Exception {
        try (var peer = listening(pacs.trusting(hub), "TLSv1.1")) {
            fails(Flaw.FAILED, over(peer, Optional.empty()));
        }
    }

    @Test
    void a_peer_that_takes_the_connection_and_stays_silent_is_left_after_its_time() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            fails(Flaw.FAILED, over(silent.getLocalPort(), Optional.empty()));
        }
    }

    @Test
    void a_peer_that_stops_reading_over_tls_is_left_after_the_stall_time() throws Exception {
        try (var peer = listening(pacs.trusting(hub), "TLSv1.3")) {
            peer.script = (uid, nth) -> new ScriptedPeer.Stall();
            var large = instance(new byte[64 << 20]);
            assertThatThrownBy(() -> sender.send(over(peer, Optional.empty()), List.of(large), outcome -> {}))
                    .isInstanceOfSatisfying(
                            PeerFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT));
        }
    }

    @Test
    void dcmtk_takes_what_comes_over_tls_from_whom_it_trusts() throws Exception {
        var received = Files.createDirectory(folder.resolve("received"));
        try (var scp = new Storescp(
                received,
                "+tls",
                pacs.key().toString(),
                pacs.pem().toString(),
                "+cf",
                hub.pem().toString())) {
            var dataSet = Images.ct("1.2", "1.2.1", "1.2.1.1", 600_000);
            var outcomes = new ArrayList<Outcome>();
            sender.send(over(scp.port(), Optional.empty()), List.of(instance(dataSet)), outcomes::add);
            assertThat(outcomes).extracting(Outcome::confirmed).containsExactly(true);
            assertThat(scp.received()).containsOnlyKeys("1.2.1.1");
            assertThat(scp.received().get("1.2.1.1")).isEqualTo(dataSet);
        }
    }

    private void refuses(Flaw flaw, SSLContext as, String version, Optional<String> agreed) throws Exception {
        try (var peer = listening(as, version)) {
            fails(flaw, over(peer, agreed));
            assertThat(peer.associations).hasValue(0);
        }
    }

    private void fails(Flaw flaw, Peer peer) {
        assertThatThrownBy(() -> sender.verify(peer)).isInstanceOfSatisfying(NotSecure.class, e -> assertThat(e.flaw())
                .as(e.getMessage())
                .isEqualTo(flaw));
    }

    private static ScriptedPeer listening(SSLContext as, String version) throws IOException {
        var server = server(as);
        server.setNeedClientAuth(true);
        server.setEnabledProtocols(new String[] {version});
        return new ScriptedPeer(server);
    }

    private static SSLServerSocket server(SSLContext as) throws IOException {
        return (SSLServerSocket)
                as.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static Peer over(ScriptedPeer peer, Optional<String> agreed) {
        return over(peer.port(), agreed);
    }

    private static Peer over(int port, Optional<String> agreed) {
        return new Peer("127.0.0.1", port, "ANY-SCP", "RADHUB", Optional.of(new PeerTls(agreed)));
    }

    private static OutgoingInstance instance(byte[] dataSet) {
        return new OutgoingInstance(Images.CT, "1.2.1.1", Images.EXPLICIT, () -> new ByteArrayInputStream(dataSet));
    }
}
