package org.radhub.app.api;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.router.Outgoing;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where studies are sent to, how it goes there, and by which rules. */
@RestController
@RequestMapping("/api/outgoing")
@PreAuthorize("hasRole('ADMIN')")
class DestinationController {
    private final Outgoing outgoing;
    private final OutgoingJson json;

    DestinationController(Outgoing outgoing, OutgoingJson json) {
        this.outgoing = outgoing;
        this.json = json;
    }

    /** @param problem empty when the destination answered well */
    record Check(boolean well, String problem) {}

    record Replayed(int replayed) {}

    @GetMapping("/destinations")
    @PreAuthorize("hasAnyRole('ADMIN', 'COORDINATOR')")
    List<OutgoingJson.DestinationJson> destinations(Locale locale) {
        return json.destinations(outgoing.destinations(), outgoing.health(), locale);
    }

    @PutMapping("/destinations/{name}")
    OutgoingJson.DestinationJson put(
            Principal who, Locale locale, @PathVariable String name, @RequestBody DestinationBody body) {
        outgoing.put(body.destination(name, outgoing.destinations()), who.getName());
        return destinations(locale).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @DeleteMapping("/destinations/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Principal who, @PathVariable String name) {
        outgoing.removeDestination(name, who.getName());
    }

    /** Calls the destination now, and says what it answered. */
    @PostMapping("/destinations/{name}/check")
    Check check(Locale locale, @PathVariable String name) {
        var problem = outgoing.verify(name);
        return new Check(
                problem.isEmpty(),
                problem.map(phrase -> json.text(phrase, locale)).orElse(""));
    }

    /** Sends everything again that was given up for this destination. */
    @PostMapping("/destinations/{name}/replay")
    Replayed replay(Principal who, @PathVariable String name) {
        return new Replayed(outgoing.replayAll(name, who.getName()));
    }

    @GetMapping("/rules")
    @PreAuthorize("hasAnyRole('ADMIN', 'COORDINATOR')")
    List<RuleBody> rules() {
        return outgoing.rules().stream().map(RuleBody::of).toList();
    }

    @PostMapping("/rules")
    @ResponseStatus(HttpStatus.CREATED)
    RuleBody add(Principal who, @RequestBody RuleBody body) {
        return put(who, UUID.randomUUID(), body);
    }

    @PutMapping("/rules/{id}")
    RuleBody change(Principal who, @PathVariable UUID id, @RequestBody RuleBody body) {
        if (outgoing.rules().stream().noneMatch(rule -> rule.id().equals(id))) {
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("router.rule.not-found"));
        }
        return put(who, id, body);
    }

    @DeleteMapping("/rules/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Principal who, @PathVariable UUID id) {
        outgoing.removeRule(id, who.getName());
    }

    private RuleBody put(Principal who, UUID id, RuleBody body) {
        var rule = body.rule(id);
        outgoing.put(rule, who.getName());
        return RuleBody.of(rule);
    }
}
