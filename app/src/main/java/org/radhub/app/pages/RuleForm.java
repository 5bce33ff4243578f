package org.radhub.app.pages;

import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
        id = Given.text(id);
        name = Given.text(name);
        devices = Given.text(devices);
        sites = Given.list(sites);
        modalities = Given.text(modalities);
        bodyParts = Given.text(bodyParts);
        lanes = Given.list(lanes);
        from = Given.text(from);
        until = Given.text(until);
        destinations = Given.list(destinations);
        enabled = Given.ticked(enabled);
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
                id.isEmpty()
                        ? UUID.randomUUID()
                        : Given.made(Phrase.of("router.rule.not-found"), () -> UUID.fromString(id)),
                name,
                divided(devices, UnaryOperator.identity()),
                Set.copyOf(sites),
                divided(modalities, text -> text.toUpperCase(Locale.ROOT)),
                divided(bodyParts, text -> text.toUpperCase(Locale.ROOT)),
                lanes.stream()
                        .map(lane -> Given.made(Phrase.of("app.sending.no-lane"), () -> Lane.valueOf(lane)))
                        .collect(Collectors.toSet()),
                window(),
                Set.copyOf(destinations),
                enabled);
    }

    private Optional<TimeWindow> window() {
        if (from.isEmpty() && until.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Given.made(
                Phrase.of("app.sending.half-window"),
                () -> new TimeWindow(LocalTime.parse(from), LocalTime.parse(until))));
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
}
