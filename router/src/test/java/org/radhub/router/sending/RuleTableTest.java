package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
        assertThat(goes(to("PACS"), study("COUNTYA_CT", "COUNTYA", "HEAD", "CT")))
                .containsExactly("PACS");
    }

    @Test
    void a_rule_that_is_switched_off_covers_none() {
        var off = new Conditions().rule(false, "PACS");
        assertThat(goes(off, study("COUNTYA_CT", "COUNTYA", "HEAD", "CT"))).isEmpty();
    }

    @Test
    void each_condition_holds_or_keeps_the_study_here() {
        var study = study("COUNTYA_CT", "COUNTYA", "Head ", "CT", "SR");
        assertThat(goes(new Conditions().devices("COUNTYA_CT", "COUNTYB_DR"), study))
                .containsExactly("PACS");
        assertThat(goes(new Conditions().devices("COUNTYB_DR"), study)).isEmpty();
        assertThat(goes(new Conditions().sites("COUNTYA"), study)).containsExactly("PACS");
        assertThat(goes(new Conditions().sites("COUNTYB"), study)).isEmpty();
        assertThat(goes(new Conditions().modalities("SR"), study)).containsExactly("PACS");
        assertThat(goes(new Conditions().modalities("MR"), study)).isEmpty();
        assertThat(goes(new Conditions().bodyParts("HEAD"), study)).containsExactly("PACS");
        assertThat(goes(new Conditions().bodyParts("CHEST"), study)).containsExactly("PACS");
        assertThat(goes(new Conditions().bodyParts("KNEE"), study)).isEmpty();
    }

    @Test
    void a_rule_for_lanes_covers_what_is_that_urgent() {
        var table = table(new Conditions().lanes(Lane.STAT, Lane.URGENT).rule(true, "PACS"));
        var study = study("COUNTYA_CT", "COUNTYA", "HEAD", "CT");
        assertThat(table.destinationsOf(at(study, NOON), Optional.of(Lane.URGENT)))
                .containsExactly("PACS");
        assertThat(table.destinationsOf(at(study, NOON), Optional.of(Lane.ROUTINE)))
                .isEmpty();
    }

    @Test
    void while_nobody_knows_how_urgent_a_study_is_rules_that_ask_for_it_say_nothing() {
        var routine = new Conditions().lanes(Lane.ROUTINE).rule(true, "PACS");
        var any = new Conditions().rule(true, "CLOUD");
        var table = new RuleTable(List.of(routine, any), List.of(PACS, CLOUD));
        var study = at(study("COUNTYA_CT", "COUNTYA", "HEAD", "CT"), NOON);
        assertThat(table.destinationsOf(study, Optional.empty())).containsExactly("CLOUD");
        assertThat(table.destinationsOf(study, Optional.of(Lane.ROUTINE))).containsExactly("CLOUD", "PACS");
    }

    @Test
    void a_window_may_go_past_midnight_and_ends_before_its_end() {
        var study = study("COUNTYA_CT", "COUNTYA", "HEAD", "CT");
        var night = table(
                new Conditions().within(LocalTime.of(22, 0), LocalTime.of(6, 0)).rule(true, "PACS"));
        assertThat(night.destinationsOf(at(study, LocalTime.of(22, 0)), Optional.of(Lane.ROUTINE)))
                .containsExactly("PACS");
        assertThat(night.destinationsOf(at(study, LocalTime.of(5, 59)), Optional.of(Lane.ROUTINE)))
                .containsExactly("PACS");
        assertThat(night.destinationsOf(at(study, LocalTime.of(6, 0)), Optional.of(Lane.ROUTINE)))
                .isEmpty();
        assertThat(night.destinationsOf(at(study, NOON), Optional.of(Lane.ROUTINE)))
                .isEmpty();
        var wholeDay = table(
                new Conditions().within(LocalTime.of(7, 0), LocalTime.of(7, 0)).rule(true, "PACS"));
        assertThat(wholeDay.destinationsOf(at(study, LocalTime.MIDNIGHT), Optional.of(Lane.ROUTINE)))
                .containsExactly("PACS");
    }

    @Test
    void a_study_goes_once_to_each_destination_of_all_the_rules_that_cover_it() {
        var table = new RuleTable(List.of(to("PACS"), to("CLOUD", "PACS"), to("GONE")), List.of(PACS, CLOUD));
        assertThat(table.destinationsOf(
                        at(study("COUNTYA_CT", "COUNTYA", "HEAD", "CT"), NOON), Optional.of(Lane.ROUTINE)))
                .containsExactly("CLOUD", "PACS");
    }

    @Test
    void nothing_goes_back_to_the_device_that_it_came_from() {
        var table = new RuleTable(List.of(to("PACS", "CLOUD")), List.of(PACS, CLOUD));
        assertThat(table.destinationsOf(at(study("PACS_AE", "CITY1", "HEAD", "CT"), NOON), Optional.of(Lane.ROUTINE)))
                .containsExactly("CLOUD");
    }

    private static Set<String> goes(RoutingRule rule, Study study) {
        return table(rule).destinationsOf(at(study, NOON), Optional.of(Lane.ROUTINE));
    }

    private static Arrived at(Study study, LocalTime time) {
        return Arrived.of(study, Stream.of("Chest"), time);
    }

    private static RuleTable table(RoutingRule rule) {
        return new RuleTable(List.of(rule), List.of(PACS, CLOUD));
    }

    private static Destination dicom(String name, String aeTitle) {
        return new Destination(name, new Endpoint.Dicom(new Peer("10.0.0.1", 104, aeTitle, "RADHUB"), false), 2, true);
    }

    private static RoutingRule to(String... destinations) {
        return new Conditions().rule(true, destinations);
    }

    private static Set<String> goes(Conditions conditions, Study study) {
        return goes(conditions.rule(true, "PACS"), study);
    }

    /** Of a rule; none unless one is said. */
    private static final class Conditions {
        private Set<String> devices = Set.of();
        private Set<String> sites = Set.of();
        private Set<String> modalities = Set.of();
        private Set<String> bodyParts = Set.of();
        private Set<Lane> lanes = Set.of();
        private Optional<TimeWindow> window = Optional.empty();

        Conditions devices(String... some) {
            devices = Set.of(some);
            return this;
        }

        Conditions sites(String... some) {
            sites = Set.of(some);
            return this;
        }

        Conditions modalities(String... some) {
            modalities = Set.of(some);
            return this;
        }

        Conditions bodyParts(String... some) {
            bodyParts = Set.of(some);
            return this;
        }

        Conditions lanes(Lane... some) {
            lanes = Set.of(some);
            return this;
        }

        Conditions within(LocalTime from, LocalTime until) {
            window = Optional.of(new TimeWindow(from, until));
            return this;
        }

        RoutingRule rule(boolean enabled, String... destinations) {
            return new RoutingRule(
                    UUID.randomUUID(),
                    "rule",
                    devices,
                    sites,
                    modalities,
                    bodyParts,
                    lanes,
                    window,
                    Set.of(destinations),
                    enabled);
        }
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
