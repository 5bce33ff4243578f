package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Refused;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Lane;
import org.radhub.router.Peer;
import org.radhub.router.PeerTls;
import org.radhub.router.RoutingRule;
import org.radhub.router.SendingState;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;

/** What people may put in, and what is written down of it. */
class OutgoingDeskTest extends SendingScene {
    private static final String STUDY = "1.2.826.7.1";

    @Test
    void a_destination_that_cannot_be_is_refused_with_what_is_wrong_with_it() {
        refuses("router.destination.bad-name", () -> put("lower case", peer("10.0.0.1", 104, "PACS"), 1));
        refuses("router.destination.bad-host", () -> put("P", peer("no host", 104, "PACS"), 1));
        refuses("router.destination.bad-port", () -> put("P", peer("10.0.0.1", 70000, "PACS"), 1));
        refuses("router.destination.bad-ae-title", () -> put("P", peer("10.0.0.1", 104, "SEVENTEEN_LETTERS"), 1));
        refuses("router.destination.bad-concurrency", () -> put("P", peer("10.0.0.1", 104, "PACS"), 33));
        refuses("router.destination.bad-service", () -> put("P", web("file:///etc/passwd", "x"), 1));
        refuses("router.destination.bad-service", () -> put("P", web("https://me:secret@pacs/dicom-web", "x"), 1));
        refuses("router.destination.bad-authorization", () -> put("P", web("https://pacs/", "Bearer x\r\nEvil: 1"), 1));
        var secured = new Peer("10.0.0.1", 2762, "PACS", "RADHUB", Optional.of(new PeerTls(Optional.of("12:34"))));
        refuses("router.destination.bad-certificate", () -> put("P", new Endpoint.Dicom(secured, false), 1));
        assertThat(hub.outgoing().destinations()).extracting(Destination::name).doesNotContain("P");
    }

    @Test
    void a_rule_that_cannot_be_is_refused_with_what_is_wrong_with_it() {
        put("PACS", peer("10.0.0.1", 104, "PACS"), 1);
        refuses("router.rule.bad-name", () -> rule(" ", Set.of(), Set.of(), Set.of("PACS")));
        refuses("router.rule.no-destination", () -> rule("r", Set.of(), Set.of(), Set.of()));
        refuses("router.destination.not-found", () -> rule("r", Set.of(), Set.of(), Set.of("NOWHERE")));
        refuses("router.rule.no-site", () -> rule("r", Set.of("MARS"), Set.of(), Set.of("PACS")));
        refuses("router.rule.bad-modality", () -> rule("r", Set.of(), Set.of("ct'"), Set.of("PACS")));
        assertThat(hub.outgoing().rules()).isEmpty();
    }

    @Test
    void what_a_person_changes_stands_in_the_access_trail_before_it_holds() {
        put("AUDITED", peer("10.0.0.1", 104, "PACS"), 1);
        rule("chests to the archive", Set.of(), Set.of("DX"), Set.of("AUDITED"));
        var rule = hub.outgoing().rules().get(0);
        hub.outgoing().removeRule(rule.id(), "boss");
        hub.outgoing().removeDestination("AUDITED", "boss");

        assertThat(hub.a(AuditTrail.class).about("chests to the archive", 10))
                .hasSize(2)
                .allMatch(line -> line.access().action() == AuditAction.SECURITY_ALERT);
        assertThat(hub.a(AuditTrail.class).about("AUDITED", 10))
                .extracting(line -> line.access().actor())
                .containsExactly("boss", SendingHub.PERSON);
    }

    @Test
    void a_destination_goes_only_when_nothing_depends_on_it() throws IOException {
        try (var peer = new ScriptedPeer()) {
            hub.sendAllTo("USED", peer.port(), 1);
            refuses("router.destination.in-rule", () -> hub.outgoing().removeDestination("USED", "boss"));
            hub.receive(STUDY, 1, 2, 100);
            hub.sendings(STUDY, 1, SendingState.SENT);
            hub.forgetRules();
            refuses("router.destination.in-use", () -> hub.outgoing().removeDestination("USED", "boss"));
            refuses("router.destination.not-found", () -> hub.outgoing().removeDestination("NEVER", "boss"));
        }
    }

    @Test
    void a_check_says_what_is_wrong_and_ends_the_pause_of_a_peer_that_answers() throws IOException {
        try (var peer = new ScriptedPeer()) {
            hub.destination("CHECKED", peer.port(), 1, false);
            assertThat(hub.outgoing().verify("CHECKED")).isEmpty();
            peer.greeting = ScriptedPeer.Greeting.REJECT;
            assertThat(hub.outgoing().verify("CHECKED").orElseThrow().key()).isEqualTo("router.sending.rejected");
        }
        assertThat(hub.outgoing().verify("CHECKED").orElseThrow().key()).isEqualTo("router.sending.unreachable");
    }

    @Test
    void only_what_is_there_can_be_sent_replayed_or_discarded() {
        put("PACS", peer("10.0.0.1", 104, "PACS"), 1);
        var nobody = UUID.randomUUID();
        refuses("router.sending.no-study", () -> hub.outgoing().send(nobody, "PACS", Lane.STAT, "boss"));
        refuses("router.sending.not-found", () -> hub.outgoing().replay(nobody, "boss"));
        refuses("router.sending.not-found", () -> hub.outgoing().discard(nobody, "boss"));
        refuses("router.destination.not-found", () -> hub.outgoing().replayAll("NEVER", "boss"));
    }

    private void put(String name, Endpoint endpoint, int concurrency) {
        hub.outgoing().put(new Destination(name, endpoint, concurrency, true), SendingHub.PERSON);
    }

    private void rule(String name, Set<String> sites, Set<String> modalities, Set<String> destinations) {
        hub.outgoing()
                .put(
                        new RoutingRule(
                                UUID.randomUUID(),
                                name,
                                Set.of(),
                                sites,
                                modalities,
                                Set.of(),
                                Set.of(),
                                Optional.empty(),
                                destinations,
                                true),
                        SendingHub.PERSON);
    }

    private static Endpoint peer(String host, int port, String aeTitle) {
        return new Endpoint.Dicom(new Peer(host, port, aeTitle, "RADHUB"), false);
    }

    private static Endpoint web(String service, String authorization) {
        return new Endpoint.DicomWeb(URI.create(service), Optional.of(authorization));
    }

    private static void refuses(String key, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.phrase().key()).isEqualTo(key));
    }
}
