package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Locale;
import java.util.UUID;
import org.radhub.app.conflicts.ConflictDesk;
import org.radhub.app.language.Phrases;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Images that came under the identifier of another one, and what people make of them. */
@Controller
class ConflictsPage {
    private static final int LONGEST_NOTE = 2000;

    private final SignedIn signedIn;
    private final ConflictDesk desk;
    private final ConflictLines lines;
    private final ListLooks looks;
    private final Phrases phrases;

    ConflictsPage(SignedIn signedIn, ConflictDesk desk, ConflictLines lines, ListLooks looks, Phrases phrases) {
        this.signedIn = signedIn;
        this.desk = desk;
        this.lines = lines;
        this.looks = looks;
        this.phrases = phrases;
    }

    @GetMapping("/conflicts")
    String list(Principal who, HttpSession session, ConflictFilter filter, Locale locale, Model model) {
        var person = signedIn.as(who, Role.DOCTOR, Role.COORDINATOR, Role.READER, Role.SENIOR, Role.ADMIN);
        var found = desk.list(person, filter.query());
        model.addAttribute("filter", filter);
        model.addAttribute("page", found);
        model.addAttribute(
                "rows",
                found.items().stream().map(one -> lines.line(one, locale)).toList());
        looks.opened(
                who,
                session,
                "conflicts",
                found.items().stream()
                        .flatMap(ConflictDesk.Seen::studies)
                        .distinct()
                        .toList());
        return "conflicts";
    }

    @GetMapping("/conflicts/{id}")
    String one(Principal who, @PathVariable UUID id, Locale locale, Model model) {
        var person = signedIn.as(who, Role.DOCTOR, Role.COORDINATOR, Role.READER, Role.SENIOR);
        var found = desk.look(who, id, AuditAction.PATIENT_RECORD_VIEWED, "both sides");
        model.addAttribute("sheet", lines.sheet(found, person, locale));
        return "conflict";
    }

    @PostMapping("/conflicts/{id}/decide")
    ResponseEntity<Void> decide(
            Principal who,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String note,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        signedIn.as(who, Role.DOCTOR, Role.COORDINATOR);
        if (note.isBlank() || note.length() > LONGEST_NOTE) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.conflicts.note-needed", LONGEST_NOTE));
        }
        desk.decide(who, id, note.strip());
        var done = phrases.say(Phrase.of("app.conflicts.done"), locale);
        return Answers.goTo("/conflicts/" + id, done, request, response);
    }
}
