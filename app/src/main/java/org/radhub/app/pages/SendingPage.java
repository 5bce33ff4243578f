package org.radhub.app.pages;

import java.security.Principal;
import java.util.Locale;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.router.Destination;
import org.radhub.router.Outgoing;
import org.radhub.router.SendingState;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * What the hub sends on: each destination's queue, what could not be sent, and the rules. It names studies by their UIDs and hospitals, and
 * nothing of patients. The administrator changes things ({@link SendingChanges}); the coordinator looks.
 */
@Controller
class SendingPage {
    private final SignedIn signedIn;
    private final Outgoing outgoing;
    private final SendingLines lines;

    SendingPage(SignedIn signedIn, Outgoing outgoing, SendingLines lines) {
        this.signedIn = signedIn;
        this.outgoing = outgoing;
        this.lines = lines;
    }

    @GetMapping("/sending")
    String show(Principal who, Locale locale, Model model) {
        fill(who, locale, model);
        model.addAttribute("rules", lines.rules(outgoing.rules(), locale));
        return "sending";
    }

    @GetMapping("/sending/now")
    String renew(Principal who, Locale locale, Model model) {
        fill(who, locale, model);
        return "sending :: now";
    }

    @GetMapping("/sending/all")
    String list(Principal who, SendingFilter filter, Locale locale, Model model) {
        fillList(who, filter, locale, model);
        return "sending-list";
    }

    @GetMapping("/sending/all/rows")
    String renewList(Principal who, SendingFilter filter, Locale locale, Model model) {
        fillList(who, filter, locale, model);
        return "sending-list :: rows";
    }

    /** One sending, with what was wrong with single instances. */
    @GetMapping("/sending/{id}")
    String one(Principal who, @PathVariable UUID id, Locale locale, Model model) {
        may(who, model);
        var sending = outgoing.sending(id)
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("router.sending.not-found")));
        model.addAttribute("line", lines.of(sending, locale));
        model.addAttribute("problems", lines.problems(outgoing.problems(id), locale));
        return "sending-one :: dialog";
    }

    private void fill(Principal who, Locale locale, Model model) {
        may(who, model);
        var places = lines.places(outgoing.destinations(), outgoing.health(), locale);
        var dead = outgoing.sendings(SendingFilter.dead());
        model.addAttribute("places", places);
        model.addAttribute(
                "waiting", places.stream().mapToInt(SendingLines.Place::waiting).sum());
        model.addAttribute(
                "onTheWay",
                places.stream().mapToInt(SendingLines.Place::sending).sum());
        model.addAttribute(
                "failing", places.stream().filter(SendingLines.Place::failing).count());
        model.addAttribute("deadCount", dead.total());
        model.addAttribute("dead", lines.of(dead.items(), locale));
    }

    private void fillList(Principal who, SendingFilter filter, Locale locale, Model model) {
        may(who, model);
        var found = outgoing.sendings(filter.query());
        model.addAttribute("filter", filter);
        model.addAttribute("page", found);
        model.addAttribute("rows", lines.of(found.items(), locale));
        model.addAttribute("states", SendingState.values());
        model.addAttribute(
                "names", outgoing.destinations().stream().map(Destination::name).toList());
    }

    private void may(Principal who, Model model) {
        model.addAttribute(
                "mayChange", signedIn.as(who, Role.ADMIN, Role.COORDINATOR).is(Role.ADMIN));
    }
}
