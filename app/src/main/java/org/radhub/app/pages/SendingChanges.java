package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.registry.Devices;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.Sites;
import org.radhub.router.Destination;
import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.router.RoutingRule;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the administrator changes of the outgoing queue: destinations, rules, and the fate of what could not be sent. */
@Controller
class SendingChanges {
    private static final String PAGE = "/sending";

    private final SignedIn signedIn;
    private final Outgoing outgoing;
    private final Sites sites;
    private final Devices devices;
    private final Names names;
    private final Phrases phrases;
    private final MessageSource messages;

    SendingChanges(
            SignedIn signedIn,
            Outgoing outgoing,
            Sites sites,
            Devices devices,
            Names names,
            Phrases phrases,
            MessageSource messages) {
        this.signedIn = signedIn;
        this.outgoing = outgoing;
        this.sites = sites;
        this.devices = devices;
        this.names = names;
        this.phrases = phrases;
        this.messages = messages;
    }

    /**
     * @param name of the destination to change; empty: a new one
     * @param road that was chosen in the form, which has other fields for each
     */
    @GetMapping("/sending/destinations/edit")
    String editDestination(
            Principal who,
            @RequestParam(defaultValue = "") String name,
            @RequestParam Optional<String> road,
            Model model) {
        signedIn.as(who, Role.ADMIN);
        var known = destination(name);
        model.addAttribute("form", DestinationForm.of(name, known, road));
        model.addAttribute("known", known.isPresent());
        return "sending-destination :: dialog";
    }

    @PostMapping("/sending/destinations")
    ResponseEntity<Void> put(Principal who, DestinationForm form, HttpServletRequest request) {
        var person = signedIn.as(who, Role.ADMIN);
        outgoing.put(form.destination(destination(form.name())), person.id());
        return Answers.goTo(PAGE, request);
    }

    @PostMapping("/sending/destinations/{name}/remove")
    ResponseEntity<Void> remove(Principal who, @PathVariable String name, HttpServletRequest request) {
        outgoing.removeDestination(name, signedIn.as(who, Role.ADMIN).id());
        return Answers.goTo(PAGE, request);
    }

    /** Calls the destination now; the answer stands at the top of the page. */
    @PostMapping("/sending/destinations/{name}/check")
    ResponseEntity<Void> check(
            Principal who,
            @PathVariable String name,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        signedIn.as(who, Role.ADMIN);
        var problem = outgoing.verify(name);
        if (problem.isPresent()) {
            var said = phrases.say(problem.get(), locale);
            throw new Refused(Refused.Kind.CONFLICT, Phrase.of("app.sending.check-failed", name, said));
        }
        return Answers.goTo(PAGE, said("app.sending.check-well", locale, name), request, response);
    }

    @PostMapping("/sending/destinations/{name}/replay")
    ResponseEntity<Void> replayAll(
            Principal who,
            @PathVariable String name,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        var count = outgoing.replayAll(name, signedIn.as(who, Role.ADMIN).id());
        return Answers.goTo(PAGE, said("app.sending.replayed", locale, String.valueOf(count), name), request, response);
    }

    @PostMapping("/sending/{id}/replay")
    ResponseEntity<Void> replay(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        outgoing.replay(id, signedIn.as(who, Role.ADMIN).id());
        return Answers.goTo(PAGE, request);
    }

    @PostMapping("/sending/{id}/discard")
    ResponseEntity<Void> discard(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        outgoing.discard(id, signedIn.as(who, Role.ADMIN).id());
        return Answers.goTo(PAGE, request);
    }

    /** @param id of the rule to change; none: a new one */
    @GetMapping("/sending/rules/edit")
    String editRule(Principal who, @RequestParam Optional<UUID> id, Locale locale, Model model) {
        signedIn.as(who, Role.ADMIN);
        var known = id.flatMap(this::rule);
        model.addAttribute("form", known.map(RuleForm::of).orElse(RuleForm.EMPTY));
        model.addAttribute("known", known.isPresent());
        model.addAttribute("lanes", Lane.values());
        model.addAttribute(
                "names", outgoing.destinations().stream().map(Destination::name).toList());
        model.addAttribute("devices", devices.all());
        model.addAttribute(
                "sites",
                sites.all().stream()
                        .sorted(Comparator.comparing(Site::kind).thenComparing(Site::code))
                        .map(site -> new Choice(site.code(), names.of(site, locale)))
                        .toList());
        return "sending-rule :: dialog";
    }

    @PostMapping("/sending/rules")
    ResponseEntity<Void> put(Principal who, RuleForm form, HttpServletRequest request) {
        var person = signedIn.as(who, Role.ADMIN);
        outgoing.put(form.rule(), person.id());
        return Answers.goTo(PAGE, request);
    }

    @PostMapping("/sending/rules/{id}/remove")
    ResponseEntity<Void> remove(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        outgoing.removeRule(id, signedIn.as(who, Role.ADMIN).id());
        return Answers.goTo(PAGE, request);
    }

    private Optional<Destination> destination(String name) {
        return outgoing.destinations().stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
    }

    private Optional<RoutingRule> rule(UUID id) {
        return outgoing.rules().stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private String said(String key, Locale locale, Object... args) {
        return messages.getMessage(key, args, locale);
    }
}
