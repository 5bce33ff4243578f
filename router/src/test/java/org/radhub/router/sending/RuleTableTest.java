package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Lane;
import org.radhub.router.Peer;
import org.radhub.router.RoutingRule;
import org.radhub.router.TimeWindow;
import org.radhub.storage.Patient;
import org.radhub.storage.Study;

class RuleTableTest {
    private static final LocalTime NOON = LocalTime.NOON;
    private static final Destination PACS = dicom("PACS", "PACS_AE");
    private static final Destination CLOUD = new Destination(
            "CLOUD", new Endpoint.DicomWeb(URI.create("https://cloud.example/dicom-web"), Optional.empty()), 2, true);

    @Test
    void a_rule_without_conditions_covers_every_study() {
        assertThat(goes(rule(r -> r), study("COUNTYA_CT", "COUNTYA", "HEAD", "CT")))
                .containsExactly("PACS");
    }

    @Test
    void a_rule_that_is_switched_off_covers_none() {
        var off = new RoutingRule(
                UUID.randomUUID(),
                "off",
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of("PACS"),
                false);
        assertThat(goes(off, study("COUNTYA_CT", "COUNTYA", "HEAD", "CT"))).isEmpty();
    }

    @Test
    void each_condition_holds_or_keeps_the_study_here() {
        var study = study("COUNTYA_CT", "COUNTYA", "Head ", "CT", "SR");
        assertThat(goes(devices("COUNTYA_CT", "COUNTYB_DR"), study)).containsExactly("PACS");
        assertThat(goes(devices("COUNTYB_DR"), study)).isEmpty();
        assertThat(goes(sites("COUNTYA"), study)).containsExactly("PACS");
        assertThat(goes(sites("COUNTYB"), study)).isEmpty();
        assertThat(goes(modalities("SR"), study)).containsExactly("PACS");
        assertThat(goes(modalities("MR"), study)).isEmpty();
        assertThat(goes(bodyParts("HEAD"), study)).containsExactly("PACS");
        assertThat(goes(bodyParts("CHEST"), study)).isEmpty();
    }

    @Test
    void a_rule_for_lanes_covers_what_is_that_urgent() {
        var table = table(withLanes(Set.of(Lane.STAT, Lane.URGENT)));
        var study = study("COUNTYA_CT", "COUNTYA", "HEAD", "CT");
        assertThat(table.destinationsOf(study, Lane.URGENT, NOON)).containsExactly("PACS");
        assertThat(table.destinationsOf(study, Lane.ROUTINE, NOON)).isEmpty();
    }

    @Test
    void a_window_may_go_past_midnight_and_ends_before_its_end() {
        var study = study("COUNTYA_CT", "COUNTYA", "HEAD", "CT");
        var night = table(within(LocalTime.of(22, 0), LocalTime.of(6, 0)));
        assertThat(night.destinationsOf(study, Lane.ROUTINE, LocalTime.of(22, 0)))
                .containsExactly("PACS");
        assertThat(night.destinationsOf(study, Lane.ROUTINE, LocalTime.of(5, 59)))
                .containsExactly("PACS");
        assertThat(night.destinationsOf(study, Lane.ROUTINE, LocalTime.of(6, 0)))
                .isEmpty();
        assertThat(night.destinationsOf(study, Lane.ROUTINE, NOON)).isEmpty();
        var wholeDay = table(within(LocalTime.of(7, 0), LocalTime.of(7, 0)));
        assertThat(wholeDay.destinationsOf(study, Lane.ROUTINE, LocalTime.MIDNIGHT))
                .containsExactly("PACS");
    }

    @Test
    void a_study_goes_once_to_each_destination_of_all_the_rules_that_cover_it() {
        var table = new RuleTable(List.of(to("PACS"), to("CLOUD", "PACS"), to("GONE")), List.of(PACS, CLOUD));
        assertThat(table.destinationsOf(study("COUNTYA_CT", "COUNTYA", "HEAD", "CT"), Lane.ROUTINE, NOON))
                .containsExactly("CLOUD", "PACS");
    }

    @Test
    void nothing_goes_back_to_the_device_that_it_came_from() {
        var table = new RuleTable(List.of(to("PACS", "CLOUD")), List.of(PACS, CLOUD));
        assertThat(table.destinationsOf(study("PACS_AE", "CITY1", "HEAD", "CT"), Lane.ROUTINE, NOON))
                .containsExactly("CLOUD");
    }

    private static Set<String> goes(RoutingRule rule, Study study) {
        return table(rule).destinationsOf(study, Lane.ROUTINE, NOON);
    }

    private static RuleTable table(RoutingRule rule) {
        return new RuleTable(List.of(rule), List.of(PACS, CLOUD));
    }

    private static Destination dicom(String name, String aeTitle) {
        return new Destination(name, new Endpoint.Dicom(new Peer("10.0.0.1", 104, aeTitle, "RADHUB"), false), 2, true);
    }

    private static RoutingRule rule(UnaryOperator<RoutingRule> change) {
        return change.apply(new RoutingRule(
                UUID.randomUUID(),
                "rule",
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Set.of("PACS"),
                true));
    }

    private static RoutingRule to(String... destinations) {
        return rule(r -> new RoutingRule(
                r.id(),
                r.name(),
                r.devices(),
                r.sites(),
                r.modalities(),
                r.bodyParts(),
                r.lanes(),
                r.arriving(),
                Set.of(destinations),
                true));
    }

    private static RoutingRule devices(String... devices) {
        return rule(r -> new RoutingRule(
                r.id(),
                r.name(),
                Set.of(devices),
                r.sites(),
                r.modalities(),
                r.bodyParts(),
                r.lanes(),
                r.arriving(),
                r.destinations(),
                true));
    }

    private static RoutingRule sites(String... sites) {
        return rule(r -> new RoutingRule(
                r.id(),
                r.name(),
                r.devices(),
                Set.of(sites),
                r.modalities(),
                r.bodyParts(),
                r.lanes(),
                r.arriving(),
                r.destinations(),
                true));
    }

    private static RoutingRule modalities(String... modalities) {
        return rule(r -> new RoutingRule(
                r.id(),
                r.name(),
                r.devices(),
                r.sites(),
                Set.of(modalities),
                r.bodyParts(),
                r.lanes(),
                r.arriving(),
                r.destinations(),
                true));
    }

    private static RoutingRule bodyParts(String... parts) {
        return rule(r -> new RoutingRule(
                r.id(),
                r.name(),
                r.devices(),
                r.sites(),
                r.modalities(),
                Set.of(parts),
                r.lanes(),
                r.arriving(),
                r.destinations(),
                true));
    }

    private static RoutingRule withLanes(Set<Lane> lanes) {
        return rule(r -> new RoutingRule(
                r.id(),
                r.name(),
                r.devices(),
                r.sites(),
                r.modalities(),
                r.bodyParts(),
                lanes,
                r.arriving(),
                r.destinations(),
                true));
    }

    private static RoutingRule within(LocalTime from, LocalTime until) {
        return rule(r -> new RoutingRule(
                r.id(),
                r.name(),
                r.devices(),
                r.sites(),
                r.modalities(),
                r.bodyParts(),
                r.lanes(),
                Optional.of(new TimeWindow(from, until)),
                r.destinations(),
                true));
    }

    private static Study study(String device, String site, String bodyPart, String... modalities) {
        return new Study(
                UUID.randomUUID(),
                site,
                "1.2.3",
                PATIENT,
                "A1",
                "20260102",
                "",
                "",
                "",
                "",
                List.of(modalities),
                bodyPart,
                1,
                1,
                1000,
                device,
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                List.of());
    }

    private static final Patient PATIENT = new Patient("P1", "", "Zhang^Wei", "", "");
}
