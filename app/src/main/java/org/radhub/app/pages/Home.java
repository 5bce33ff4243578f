package org.radhub.app.pages;

import java.security.Principal;
import org.radhub.registry.Role;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Everybody's entrance leads to where that person works. */
@Controller
class Home {
    private final SignedIn signedIn;

    Home(SignedIn signedIn) {
        this.signedIn = signedIn;
    }

    @GetMapping("/")
    String show(Principal who) {
        var person = signedIn.person(who);
        if (person.is(Role.READER) || person.is(Role.SENIOR)) {
            return "redirect:/worklist";
        }
        if (person.is(Role.COORDINATOR)) {
            return "redirect:/board";
        }
        if (person.is(Role.DOCTOR)) {
            return "redirect:/studies";
        }
        return person.is(Role.ADMIN) ? "redirect:/devices" : "redirect:/audit";
    }
}
