package org.radhub.app.pages;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.radhub.registry.Access;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.workflow.CaseQuery;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What a reader has to read, in the order to read it. */
@Controller
class WorklistPage {
    private static final int RECENT = 12;

    private final SignedIn signedIn;
    private final ReadCases cases;
    private final Access access;
    private final ListLooks looks;
    private final CaseLines lines;

    WorklistPage(SignedIn signedIn, ReadCases cases, Access access, ListLooks looks, CaseLines lines) {
        this.signedIn = signedIn;
        this.cases = cases;
        this.access = access;
        this.looks = looks;
        this.lines = lines;
    }

    @GetMapping("/worklist")
    String show(Principal who, HttpSession session, Locale locale, Model model) {
        looks.opened(who, session, "worklist", fill(who, locale, model));
        return "worklist";
    }

    @GetMapping("/worklist/rows")
    String renew(Principal who, HttpSession session, Locale locale, Model model) {
        looks.renewed(who, session, "worklist", fill(who, locale, model));
        return "worklist :: rows";
    }

    private List<String> fill(Principal who, Locale locale, Model model) {
        var reader = signedIn.as(who, Role.READER, Role.SENIOR);
        var mine = cases.worklistOf(reader.id());
        var changed = cases.changedAfterSigning(reader.id());
        var signed = recentlySigned(reader);
        model.addAttribute("cases", lines.of(mine, locale));
        model.addAttribute("changed", lines.of(changed, locale));
        model.addAttribute("signed", lines.of(signed, locale));
        return Stream.of(mine, changed, signed)
                .flatMap(List::stream)
                .map(found -> found.id().toString())
                .distinct()
                .toList();
    }

    private List<ReadCase> recentlySigned(Person reader) {
        var scope = access.scopeOf(reader);
        return Stream.of(CaseState.SIGNED, CaseState.DELIVERED, CaseState.ACKNOWLEDGED)
                .map(state -> new CaseQuery(
                        Optional.of(state), Optional.empty(), Optional.empty(), Optional.of(reader.id()), 1, RECENT))
                .flatMap(query -> cases.search(query, scope).items().stream())
                .sorted(Comparator.comparing(ReadCase::createdAt).reversed())
                .limit(RECENT)
                .toList();
    }
}
