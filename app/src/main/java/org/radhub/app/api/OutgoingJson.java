package org.radhub.app.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Times;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Endpoint;
import org.radhub.router.PeerTls;
import org.radhub.router.Sending;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingState;
import org.springframework.stereotype.Component;

/** The outgoing queue as callers get it. What is not there is null. */
@Component
class OutgoingJson {
    record SendingJson(
            String id,
            String site,
            String studyInstanceUid,
            String destination,
            String lane,
            String state,
            int instances,
            int confirmed,
            int attempts,
            String lastError,
            OffsetDateTime queuedAt,
            OffsetDateTime triedAt,
            OffsetDateTime nextTryAt,
            OffsetDateTime endedAt,
            String decidedBy,
            List<ProblemJson> problems) {}

    record ProblemJson(String sopInstanceUid, String kind, String problem, int times, OffsetDateTime lastAt) {}

    /** @param authorized whether an Authorization header is kept for it; the header itself is never told */
    record DestinationJson(
            String name,
            String road,
            String host,
            Integer port,
            String calledAeTitle,
            String callingAeTitle,
            Boolean tls,
            String certificate,
            Boolean commitment,
            String service,
            Boolean authorized,
            int concurrency,
            boolean enabled,
            HealthJson health) {}

    record HealthJson(
            int waiting,
            int sending,
            int dead,
            OffsetDateTime oldestAt,
            OffsetDateTime failingSince,
            OffsetDateTime pausedUntil,
            String lastError) {}

    private final Phrases phrases;
    private final Times times;

    OutgoingJson(Phrases phrases, Times times) {
        this.phrases = phrases;
        this.times = times;
    }

    String text(Phrase phrase, Locale locale) {
        return phrases.say(phrase, locale);
    }

    SendingJson sending(Sending sending, List<SendingProblem> problems, Locale locale) {
        var waits = sending.state() == SendingState.WAITING;
        return new SendingJson(
                sending.id().toString(),
                sending.site(),
                sending.studyInstanceUid(),
                sending.destination(),
                sending.lane().name(),
                sending.state().name(),
                sending.instances(),
                sending.confirmed(),
                sending.attempts(),
                text(sending.lastError(), locale),
                time(sending.queuedAt()),
                time(sending.triedAt()),
                waits ? time(sending.nextTryAt()) : null,
                time(sending.endedAt()),
                sending.decidedBy().orElse(null),
                problems.stream().map(problem -> problem(problem, locale)).toList());
    }

    private ProblemJson problem(SendingProblem problem, Locale locale) {
        return new ProblemJson(
                problem.sopInstanceUid(),
                problem.kind().name(),
                text(problem.problem(), locale),
                problem.times(),
                time(problem.lastAt()));
    }

    List<DestinationJson> destinations(List<Destination> all, List<DestinationHealth> health, Locale locale) {
        Map<String, DestinationHealth> byName =
                health.stream().collect(Collectors.toMap(DestinationHealth::destination, Function.identity()));
        return all.stream()
                .filter(one -> byName.containsKey(one.name()))
                .map(one -> destination(one, health(byName.get(one.name()), locale)))
                .toList();
    }

    private static DestinationJson destination(Destination one, HealthJson health) {
        if (one.endpoint() instanceof Endpoint.Dicom dicom) {
            var peer = dicom.peer();
            return new DestinationJson(
                    one.name(),
                    DestinationBody.Road.DICOM.name(),
                    peer.host(),
                    peer.port(),
                    peer.calledAeTitle(),
                    peer.callingAeTitle(),
                    peer.tls().isPresent(),
                    peer.tls().flatMap(PeerTls::certificate).orElse(null),
                    dicom.commitment(),
                    null,
                    null,
                    one.concurrency(),
                    one.enabled(),
                    health);
        }
        var web = (Endpoint.DicomWeb) one.endpoint();
        return new DestinationJson(
                one.name(),
                DestinationBody.Road.DICOMWEB.name(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                web.service().toString(),
                web.authorization().isPresent(),
                one.concurrency(),
                one.enabled(),
                health);
    }

    private HealthJson health(DestinationHealth health, Locale locale) {
        return new HealthJson(
                health.waiting(),
                health.sending(),
                health.dead(),
                time(health.oldestAt()),
                time(health.failingSince()),
                time(health.pausedUntil()),
                text(health.lastError(), locale));
    }

    private String text(Optional<Phrase> phrase, Locale locale) {
        return phrase.map(said -> text(said, locale)).orElse(null);
    }

    private OffsetDateTime time(Optional<Instant> at) {
        return at.map(this::time).orElse(null);
    }

    private OffsetDateTime time(Instant at) {
        return at.atZone(times.zone()).toOffsetDateTime();
    }
}
