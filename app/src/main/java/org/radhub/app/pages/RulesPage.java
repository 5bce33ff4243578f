package org.radhub.app.pages;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.radhub.app.process.DecisionTables;
import org.radhub.app.process.ProcessDrawing;
import org.radhub.registry.Role;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The process and the tables that decide in it, as they are deployed. */
@Controller
class RulesPage {
    private final SignedIn signedIn;
    private final ProcessDrawing process;
    private final DecisionTables tables;

    RulesPage(SignedIn signedIn, ProcessDrawing process, DecisionTables tables) {
        this.signedIn = signedIn;
        this.process = process;
        this.tables = tables;
    }

    @GetMapping("/board/rules")
    String show(Principal who, Locale locale, Model model) {
        signedIn.as(who, Role.COORDINATOR);
        model.addAttribute("diagram", process.draw(List.of(), locale));
        model.addAttribute("tables", tables.all(locale));
        return "rules";
    }
}
