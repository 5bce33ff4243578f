package org.radhub.app.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Times;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Lane;
import org.radhub.router.RoutingRule;
import org.radhub.router.Sending;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingState;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The outgoing queue in words. Times are as people read them; empty where there is none. */
@Component
class SendingLines {
    /** A destination and its queue. */
    record Place(
            String name,
            String address,
            boolean enabled,
            int waiting,
            int sending,
            int dead,
            String oldest,
            String failingSince,
            String error) {
        public boolean failing() {
            return !failingSince.isEmpty();
        }
    }

    record Line(
            UUID id,
            String studyInstanceUid,
            String site,
            String destination,
            Lane lane,
            SendingState state,
            int instances,
            int confirmed,
            int attempts,
            String error,
            String queued,
            String tried,
            String next,
            String ended,
            String decidedBy) {
        public boolean dead() {
            return state == SendingState.DEAD;
        }

        public boolean discardable() {
            return state.canBecome(SendingState.DISCARDED);
        }
    }

    record Problem(String sopInstanceUid, SendingProblem.Kind kind, String problem, int times, String last) {}

    /** @param conditions each a short text; none: every study */
    record Rule(UUID id, String name, List<String> conditions, List<String> destinations, boolean enabled) {}

    private final Names names;
    private final Phrases phrases;
    private final Times times;
    private final MessageSource messages;

    SendingLines(Names names, Phrases phrases, Times times, MessageSource messages) {
        this.names = names;
        this.phrases = phrases;
        this.times = times;
        this.messages = messages;
    }

    List<Place> places(List<Destination> all, List<DestinationHealth> health, Locale locale) {
        Map<String, DestinationHealth> byName =
                health.stream().collect(Collectors.toMap(DestinationHealth::destination, Function.identity()));
        return all.stream()
                .filter(one -> byName.containsKey(one.name()))
                .map(one -> place(one, byName.get(one.name()), locale))
                .toList();
    }

    private Place place(Destination one, DestinationHealth health, Locale locale) {
        return new Place(
                one.name(),
                one.endpoint().toString(),
                one.enabled(),
                health.waiting(),
                health.sending(),
                health.dead(),
                health.oldestAt()
                        .map(since -> times.span(Duration.between(since, times.now()), locale))
                        .orElse(""),
                brief(health.failingSince()),
                text(health.lastError(), locale));
    }

    List<Line> of(List<Sending> sendings, Locale locale) {
        return sendings.stream().map(sending -> of(sending, locale)).toList();
    }

    Line of(Sending sending, Locale locale) {
        return new Line(
                sending.id(),
                sending.studyInstanceUid(),
                names.ofSite(sending.site(), locale),
                sending.destination(),
                sending.lane(),
                sending.state(),
                sending.instances(),
                sending.confirmed(),
                sending.attempts(),
                text(sending.lastError(), locale),
                times.brief(sending.queuedAt()),
                brief(sending.triedAt()),
                sending.state() == SendingState.WAITING && sending.attempts() > 0
                        ? times.stamp(sending.nextTryAt())
                        : "",
                brief(sending.endedAt()),
                sending.decidedBy().map(id -> names.ofPerson(id, locale)).orElse(""));
    }

    List<Problem> problems(List<SendingProblem> problems, Locale locale) {
        return problems.stream()
                .map(one -> new Problem(
                        one.sopInstanceUid(),
                        one.kind(),
                        phrases.say(one.problem(), locale),
                        one.times(),
                        times.stamp(one.lastAt())))
                .toList();
    }

    List<Rule> rules(List<RoutingRule> rules, Locale locale) {
        return rules.stream().map(rule -> rule(rule, locale)).toList();
    }

    private Rule rule(RoutingRule rule, Locale locale) {
        var conditions = new ArrayList<String>();
        add(conditions, "app.sending.when-site", named(rule.sites(), code -> names.ofSite(code, locale)), locale);
        add(conditions, "app.sending.when-device", named(rule.devices(), Function.identity()), locale);
        add(conditions, "app.sending.when-modality", named(rule.modalities(), Function.identity()), locale);
        add(conditions, "app.sending.when-body-part", named(rule.bodyParts(), Function.identity()), locale);
        var lanes = rule.lanes().stream()
                .sorted()
                .map(lane -> say("app.priority." + lane, locale))
                .collect(Collectors.joining(" · "));
        add(conditions, "app.sending.when-lane", lanes, locale);
        rule.arriving()
                .ifPresent(
                        window -> conditions.add(say("app.sending.when-time", locale, window.from(), window.until())));
        return new Rule(
                rule.id(),
                rule.name(),
                conditions,
                rule.destinations().stream().sorted().toList(),
                rule.enabled());
    }

    private void add(List<String> conditions, String key, String values, Locale locale) {
        if (!values.isEmpty()) {
            conditions.add(say(key, locale, values));
        }
    }

    private static String named(Collection<String> values, Function<String, String> name) {
        return values.stream().sorted().map(name).collect(Collectors.joining(" · "));
    }

    private String say(String key, Locale locale, Object... args) {
        var texts = Arrays.stream(args).map(String::valueOf).toArray();
        return messages.getMessage(key, texts, locale);
    }

    private String text(Optional<Phrase> phrase, Locale locale) {
        return phrase.map(said -> phrases.say(said, locale)).orElse("");
    }

    private String brief(Optional<Instant> at) {
        return at.map(times::brief).orElse("");
    }
}
