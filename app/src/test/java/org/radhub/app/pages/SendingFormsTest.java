package org.radhub.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Refused;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Lane;
import org.radhub.router.Peer;
import org.radhub.router.PeerTls;
import org.radhub.router.TimeWindow;

class SendingFormsTest {
    private static final Destination CLOUD = new Destination(
            "CLOUD",
            new Endpoint.DicomWeb(URI.create("https://cloud.example/dicom-web"), Optional.of("secret")),
            2,
            true);

    @Test
    void a_rule_is_what_the_form_says_and_the_form_says_what_the_rule_is() {
        var form = new RuleForm(
                "",
                " Heads ",
                "COUNTYA_CT， COUNTYB CT",
                List.of("COUNTYA"),
                "ct、mr",
                "head, lower limb",
                List.of("STAT"),
                "20:00",
                "06:30",
                List.of("PACS"),
                true);
        var rule = form.rule();
        assertThat(rule.name()).isEqualTo("Heads");
        assertThat(rule.devices()).containsExactlyInAnyOrder("COUNTYA_CT", "COUNTYB CT");
        assertThat(rule.modalities()).containsExactlyInAnyOrder("CT", "MR");
        assertThat(rule.bodyParts()).containsExactlyInAnyOrder("HEAD", "LOWER LIMB");
        assertThat(rule.lanes()).containsExactly(Lane.STAT);
        assertThat(rule.arriving()).contains(new TimeWindow(LocalTime.of(20, 0), LocalTime.of(6, 30)));
        assertThat(RuleForm.of(rule).rule()).isEqualTo(rule);
    }

    @Test
    void a_field_that_makes_no_sense_is_said_and_not_thrown_up() {
        refuses("app.sending.half-window", () -> rule("", "20:00", "", "STAT").rule());
        refuses("app.sending.half-window", () -> rule("", "20:00", "25:00", "STAT")
                .rule());
        refuses("app.sending.no-lane", () -> rule("", "", "", "SOON").rule());
        refuses("router.rule.not-found", () -> rule("1", "", "", "STAT").rule());
        refuses("router.destination.bad-port", () -> dicom("abc").destination(Optional.empty()));
        refuses("router.destination.bad-service", () -> web("not an address", "", false)
                .destination(Optional.empty()));
    }

    @Test
    void the_secret_of_a_destination_stays_until_it_is_replaced_or_forgotten() {
        var service = "https://cloud.example/dicom-web";
        assertThat(secret(web(service, "", false).destination(Optional.of(CLOUD))))
                .contains("secret");
        assertThat(secret(web(service, "Bearer new", false).destination(Optional.of(CLOUD))))
                .contains("Bearer new");
        assertThat(secret(web(service, "", true).destination(Optional.of(CLOUD))))
                .isEmpty();
        assertThat(DestinationForm.of("CLOUD", Optional.of(CLOUD), Optional.empty())
                        .authorization())
                .doesNotContain("secret");
    }

    @Test
    void a_destination_is_called_over_tls_with_the_certificate_that_is_agreed_on() {
        var fingerprint = "0f".repeat(32);
        var printed = "0F" + ":0F".repeat(31);
        var secured = tls(true, printed).destination(Optional.empty());
        assertThat(peer(secured).tls()).contains(new PeerTls(Optional.of(fingerprint)));
        var shown = DestinationForm.of("PACS", Optional.of(secured), Optional.empty());
        assertThat(shown.tls()).isTrue();
        assertThat(shown.certificate()).isEqualTo(fingerprint);
        assertThat(shown.destination(Optional.of(secured))).isEqualTo(secured);
        assertThat(peer(tls(true, "").destination(Optional.empty())).tls()).contains(new PeerTls(Optional.empty()));
        assertThat(peer(tls(false, "").destination(Optional.empty())).tls()).isEmpty();
        refuses("router.destination.certificate-without-tls", () -> tls(false, printed)
                .destination(Optional.empty()));
    }

    private static DestinationForm tls(boolean tls, String certificate) {
        return new DestinationForm(
                "PACS",
                "DICOM",
                "10.0.0.1",
                "2762",
                "PACS",
                "RADHUB",
                tls,
                certificate,
                false,
                "",
                "",
                false,
                "2",
                true);
    }

    private static Peer peer(Destination destination) {
        return ((Endpoint.Dicom) destination.endpoint()).peer();
    }

    private static RuleForm rule(String id, String from, String until, String lane) {
        return new RuleForm(id, "r", "", List.of(), "", "", List.of(lane), from, until, List.of("PACS"), true);
    }

    private static DestinationForm dicom(String port) {
        return new DestinationForm(
                "PACS", "DICOM", "10.0.0.1", port, "PACS", "RADHUB", false, "", false, "", "", false, "2", true);
    }

    private static DestinationForm web(String service, String authorization, boolean forget) {
        return new DestinationForm(
                "CLOUD", "DICOMWEB", "", "", "", "", false, "", false, service, authorization, forget, "2", true);
    }

    private static Optional<String> secret(Destination destination) {
        return ((Endpoint.DicomWeb) destination.endpoint()).authorization();
    }

    private static void refuses(String key, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.phrase().key()).isEqualTo(key));
    }
}
