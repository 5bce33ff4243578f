package org.radhub.app.pages;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.router.Lane;
import org.radhub.router.RoutingRule;
import org.radhub.router.TimeWindow;

/**
 * The fields of a routing rule. What a form does not send is empty.
 *
 * @param id empty: a new rule
 * @param devices divided by commas, as are modalities and body parts
 */
record RuleForm(
        String id,
        String name,
        String devices,
        List<String> sites,
        String modalities,
        String bodyParts,
        List<String> lanes,
        String from,
        String until,
        List<String> destinations,
        Boolean enabled) {
    static final RuleForm EMPTY = new RuleForm("", "", "", List.of(), "", "", List.of(), "", "", List.of(), true);

    private static final Pattern BETWEEN = Pattern.compile("[,;\\uff0c\\uff1b\\u3001]+");

    RuleForm {
        id = text(id);
        name = text(name);
        devices = text(devices);
        sites = list(sites);
        modalities = text(modalities);
        bodyParts = text(bodyParts);
        lanes = list(lanes);
        from = text(from);
        until = text(until);
        destinations = list(destinations);
        // A box that is not ticked is not sent.
        enabled = Boolean.TRUE.equals(enabled);
    }

    static RuleForm of(RoutingRule rule) {
        return new RuleForm(
                rule.id().toString(),
                rule.name(),
                joined(rule.devices()),
                List.copyOf(rule.sites()),
                joined(rule.modalities()),
                joined(rule.bodyParts()),
                rule.lanes().stream().map(Enum::name).toList(),
                rule.arriving().map(window -> window.from().toString()).orElse(""),
                rule.arriving().map(window -> window.until().toString()).orElse(""),
                List.copyOf(rule.destinations()),
                rule.enabled());
    }

    /** @throws Refused INVALID where a field makes no sense */
    RoutingRule rule() {
        return new RoutingRule(
                id.isEmpty() ? UUID.randomUUID() : made("router.rule.not-found", () -> UUID.fromString(id)),
                name,
                divided(devices, UnaryOperator.identity()),
                Set.copyOf(sites),
                divided(modalities, text -> text.toUpperCase(Locale.ROOT)),
                divided(bodyParts, text -> text.toUpperCase(Locale.ROOT)),
                lanes.stream()
                        .map(lane -> made("app.sending.no-lane", () -> Lane.valueOf(lane)))
                        .collect(Collectors.toSet()),
                window(),
                Set.copyOf(destinations),
                enabled);
    }

    private Optional<TimeWindow> window() {
        if (from.isEmpty() && until.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                made("app.sending.half-window", () -> new TimeWindow(LocalTime.parse(from), LocalTime.parse(until))));
    }

    private static <T> T made(String otherwise, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(otherwise));
        }
    }

    private static Set<String> divided(String text, UnaryOperator<String> change) {
        return BETWEEN.splitAsStream(text)
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(change)
                .collect(Collectors.toSet());
    }

    private static String joined(Set<String> values) {
        return values.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String text(String given) {
        return given == null ? "" : given.strip();
    }

    private static List<String> list(List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }
}
