package org.radhub.app.gallery;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Endpoint;
import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.router.Peer;
import org.radhub.router.RoutingRule;
import org.radhub.router.Sending;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingQuery;
import org.radhub.router.SendingState;
import org.radhub.router.TimeWindow;
import org.springframework.context.annotation.Bean;

/** Destinations that are well, out of reach and switched off, and sendings in every state. */
class SampleOutgoing {
    @Bean
    Outgoing outgoing(Clock clock) {
        return SampleModules.sample(Outgoing.class, (verb, args) -> switch (verb) {
            case "destinations" -> destinations();
            case "health" -> health(clock);
            case "rules" -> rules();
            case "sendings" -> {
                var state = ((SendingQuery) args[0]).state();
                var found = sendings(clock).stream()
                        .filter(one -> state.isEmpty() || state.get() == one.state())
                        .toList();
                yield new Page<>(found, 1, 1, found.size());
            }
            case "sending" ->
                sendings(clock).stream().filter(one -> one.id().equals(args[0])).findFirst();
            case "problems" -> problems(clock);
            default -> null;
        });
    }

    private static List<Destination> destinations() {
        return List.of(
                new Destination(
                        "CITY-PACS",
                        new Endpoint.Dicom(new Peer("10.1.0.20", 11112, "CITYPACS", "RADHUB"), true),
                        4,
                        true),
                new Destination(
                        "CLOUD",
                        new Endpoint.DicomWeb(
                                URI.create("https://archive.cloud.example/region-7/dicom-web"),
                                Optional.of("Bearer top-secret")),
                        2,
                        true),
                new Destination(
                        "OLD-ARCHIVE",
                        new Endpoint.Dicom(new Peer("10.1.0.7", 104, "ARCHIVE", "RADHUB"), false),
                        1,
                        false));
    }

    private static List<DestinationHealth> health(Clock clock) {
        var now = clock.instant();
        return List.of(
                new DestinationHealth(
                        "CITY-PACS",
                        3,
                        2,
                        2,
                        Optional.of(now.minusSeconds(95)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new DestinationHealth(
                        "CLOUD",
                        128,
                        0,
                        0,
                        Optional.of(now.minus(Duration.ofMinutes(187))),
                        Optional.of(now.minus(Duration.ofMinutes(186))),
                        Optional.of(now.plusSeconds(400)),
                        Optional.of(
                                Phrase.of(
                                        "router.sending.rejected",
                                        "DICOMweb https://archive.cloud.example/region-7/dicom-web answered with HTTP status 503"))),
                new DestinationHealth(
                        "OLD-ARCHIVE",
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static List<RoutingRule> rules() {
        return List.of(
                new RoutingRule(
                        UUID.fromString("00000000-0000-0022-0000-000000000001"),
                        "Head CT of the counties to the stroke centre",
                        Set.of(),
                        Set.of("COUNTYA", "COUNTYB"),
                        Set.of("CT"),
                        Set.of("HEAD", "BRAIN"),
                        Set.of(Lane.STAT, Lane.URGENT),
                        Optional.empty(),
                        Set.of("CITY-PACS"),
                        true),
                new RoutingRule(
                        UUID.fromString("00000000-0000-0022-0000-000000000002"),
                        "Everything to the archive <b>by night</b>",
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Optional.of(new TimeWindow(LocalTime.of(20, 0), LocalTime.of(6, 30))),
                        Set.of("CLOUD", "OLD-ARCHIVE"),
                        true),
                new RoutingRule(
                        UUID.fromString("00000000-0000-0022-0000-000000000003"),
                        "Old rule",
                        Set.of("COUNTYC_MR"),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Optional.empty(),
                        Set.of("OLD-ARCHIVE"),
                        false));
    }

    private static List<Sending> sendings(Clock clock) {
        return List.of(
                sending(
                        clock,
                        1,
                        "CITY-PACS",
                        SendingState.DEAD,
                        118,
                        Phrase.of(
                                "router.sending.not-all",
                                2,
                                120,
                                "C123 Data Set does not match SOP Class: missing attribute (0028,0010)")),
                sending(
                        clock,
                        2,
                        "CITY-PACS",
                        SendingState.DEAD,
                        0,
                        Phrase.of(
                                "router.sending.not-negotiated",
                                "takes no SOP class 1.2.840.10008.5.1.4.1.1.2.1 in transfer syntax 1.2.840.10008.1.2.4.90")),
                sending(
                        clock,
                        3,
                        "CLOUD",
                        SendingState.WAITING,
                        40,
                        Phrase.of(
                                "router.sending.timed-out",
                                "DICOMweb https://archive.cloud.example/region-7/dicom-web let the hub wait for too long")),
                sending(clock, 4, "CITY-PACS", SendingState.SENDING, 64),
                sending(clock, 5, "CITY-PACS", SendingState.COMMITTING, 120),
                sending(clock, 6, "CITY-PACS", SendingState.COMMITTED, 120),
                sending(clock, 7, "CLOUD", SendingState.SENT, 120),
                sending(clock, 8, "CLOUD", SendingState.DISCARDED, 0));
    }

    private static Sending sending(
            Clock clock, int number, String destination, SendingState state, int confirmed, Phrase... error) {
        var queued = clock.instant().minus(Duration.ofMinutes(40L * number));
        return new Sending(
                UUID.fromString("00000000-0000-0021-0000-00000000000" + number),
                UUID.randomUUID(),
                number % 2 == 0 ? "COUNTYC" : "COUNTYA",
                "1.3.12.2.1107.5.1.4.73104.30000026112208154912300000" + number,
                destination,
                Lane.values()[number % 3],
                state,
                120,
                confirmed,
                number == 8 ? 0 : 3,
                error.length == 0 ? Optional.empty() : Optional.of(error[0]),
                queued,
                Optional.of(queued.plusSeconds(90)),
                clock.instant().plusSeconds(300),
                Optional.of(queued.plusSeconds(100)),
                number == 8 ? Optional.of("admin") : Optional.empty());
    }

    private static List<SendingProblem> problems(Clock clock) {
        return List.of(
                new SendingProblem(
                        "1.3.12.2.1107.5.1.4.73104.30000026112208154912300000117",
                        SendingProblem.Kind.PERMANENT,
                        Phrase.of(
                                "router.sending.refused",
                                "C123",
                                "Data Set does not match SOP Class: missing attribute (0028,0010)"),
                        3,
                        clock.instant().minusSeconds(2300)),
                new SendingProblem(
                        "1.3.12.2.1107.5.1.4.73104.30000026112208154912300000118",
                        SendingProblem.Kind.TEMPORARY,
                        Phrase.of("router.sending.refused", "0110", "database busy"),
                        5,
                        clock.instant().minusSeconds(1300)),
                new SendingProblem(
                        "1.3.12.2.1107.5.1.4.73104.30000026112208154912300000119",
                        SendingProblem.Kind.WARNING,
                        Phrase.of("router.sending.warning", "B000", "Patient ID was coerced"),
                        1,
                        clock.instant().minusSeconds(2300)));
    }
}
