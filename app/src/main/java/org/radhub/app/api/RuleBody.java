package org.radhub.app.api;

import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.router.Lane;
import org.radhub.router.RoutingRule;
import org.radhub.router.TimeWindow;

/**
 * A routing rule as callers put and get it. A condition that is left out, or is empty, always holds.
 *
 * @param id as the hub gave it; what callers put here counts for nothing
 * @param lanes {@code stat}, {@code urgent}, {@code routine}
 * @param from of the day, in the region's time zone, together with until
 * @param enabled true when left out
 */
record RuleBody(
        String id,
        String name,
        List<String> devices,
        List<String> sites,
        List<String> modalities,
        List<String> bodyParts,
        List<String> lanes,
        LocalTime from,
        LocalTime until,
        List<String> destinations,
        Boolean enabled) {

    static RuleBody of(RoutingRule rule) {
        return new RuleBody(
                rule.id().toString(),
                rule.name(),
                sorted(rule.devices()),
                sorted(rule.sites()),
                sorted(rule.modalities()),
                sorted(rule.bodyParts()),
                sorted(rule.lanes()),
                rule.arriving().map(TimeWindow::from).orElse(null),
                rule.arriving().map(TimeWindow::until).orElse(null),
                sorted(rule.destinations()),
                rule.enabled());
    }

    RoutingRule rule(UUID ruleId) {
        if ((from == null) != (until == null)) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.sending.half-window"));
        }
        return new RoutingRule(
                ruleId,
                Input.required("name", name, 200),
                set(devices),
                set(sites),
                set(modalities),
                set(bodyParts),
                set(lanes).stream().map(lane -> Input.word(Lane.class, lane)).collect(Collectors.toSet()),
                Optional.ofNullable(from).map(begin -> new TimeWindow(begin, until)),
                set(destinations),
                enabled == null || enabled);
    }

    private static Set<String> set(List<String> values) {
        return values == null
                ? Set.of()
                : values.stream()
                        .map(value -> Input.given("value", value).strip())
                        .collect(Collectors.toSet());
    }

    private static List<String> sorted(Set<?> values) {
        return values.stream().map(Object::toString).sorted().toList();
    }
}
