package org.radhub.app.pages;

import java.security.Principal;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.storage.Studies;
import org.radhub.storage.StudyQuery;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Everybody's entrance leads to where that person works; on a hub that nothing has reached yet, to the first steps. */
@Controller
class Home {
    private final SignedIn signedIn;
    private final Studies studies;

    Home(SignedIn signedIn, Studies studies) {
        this.signedIn = signedIn;
        this.studies = studies;
    }

    @GetMapping("/")
    String show(Principal who) {
        var person = signedIn.person(who);
        if (person.is(Role.READER) || person.is(Role.SENIOR)) {
            return "redirect:/worklist";
        }
        if (person.is(Role.DOCTOR)) {
            return "redirect:/studies";
        }
        if (person.is(Role.AUDITOR)) {
            return "redirect:/audit";
        }
        if (nothingHasArrived()) {
            return "redirect:/start";
        }
        return person.is(Role.COORDINATOR) ? "redirect:/board" : "redirect:/devices";
    }

    private boolean nothingHasArrived() {
        return studies.search(StudyQuery.latest(1), Scope.EVERYTHING).isEmpty();
    }
}
