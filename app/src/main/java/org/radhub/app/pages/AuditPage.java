package org.radhub.app.pages;

import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Times;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditEntry;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Phrase;
import org.radhub.registry.Role;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The access trail, newest first, and whether it is whole. */
@Controller
class AuditPage {
    private static final int SIZE = 100;
    private static final int LONGEST = 200;

    record Row(
            long number,
            String at,
            String actor,
            String name,
            AuditAction action,
            boolean success,
            String site,
            String object,
            String detail,
            String hash) {}

    private final SignedIn signedIn;
    private final AuditTrail trail;
    private final Names names;
    private final Phrases phrases;
    private final Times times;

    AuditPage(SignedIn signedIn, AuditTrail trail, Names names, Phrases phrases, Times times) {
        this.signedIn = signedIn;
        this.trail = trail;
        this.names = names;
        this.phrases = phrases;
        this.times = times;
    }

    /** @param object a Study Instance UID or another object, whose lines alone are shown; empty: all lines */
    @GetMapping("/audit")
    String show(
            Principal who,
            @RequestParam(defaultValue = "") String object,
            @RequestParam(defaultValue = "1") int page,
            Locale locale,
            Model model) {
        signedIn.as(who, Role.AUDITOR);
        var about = object.strip();
        var number = Math.max(1, Math.min(page, Integer.MAX_VALUE / SIZE - 1));
        var found = about.isEmpty()
                ? trail.latest((number - 1) * SIZE, SIZE + 1)
                : trail.about(about.substring(0, Math.min(LONGEST, about.length())), SIZE);
        model.addAttribute("object", about);
        model.addAttribute("page", number);
        model.addAttribute("more", found.size() > SIZE);
        model.addAttribute(
                "rows",
                found.stream().limit(SIZE).map(entry -> row(entry, locale)).toList());
        return "audit";
    }

    @PostMapping("/audit/verify")
    String verify(Principal who, Model model) {
        signedIn.as(who, Role.AUDITOR);
        Optional<Long> broken = trail.firstBroken();
        model.addAttribute("broken", broken.orElse(0L));
        model.addAttribute(
                "lines",
                trail.latest(0, 1).stream()
                        .mapToLong(AuditEntry::number)
                        .findFirst()
                        .orElse(0));
        model.addAttribute("at", times.stamp(times.now()));
        return "audit :: verified";
    }

    private Row row(AuditEntry entry, Locale locale) {
        var access = entry.access();
        return new Row(
                entry.number(),
                times.exact(entry.at()),
                access.actor(),
                names.ofPerson(access.actor(), locale),
                access.action(),
                access.success(),
                access.site(),
                access.object(),
                detail(access.detail(), locale),
                entry.hash());
    }

    /** A detail is plain text, or a phrase in its one-line form. */
    private String detail(String kept, Locale locale) {
        return kept.indexOf('\u001f') < 0 ? kept : phrases.say(Phrase.decode(kept), locale);
    }
}
