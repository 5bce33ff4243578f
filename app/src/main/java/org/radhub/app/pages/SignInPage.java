package org.radhub.app.pages;

import java.security.Principal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page. The form itself is answered by the security filter. */
@Controller
class SignInPage {
    /** The demo people of one role, shown where there is nothing to protect. */
    record Chips(Role role, List<String> ids) {}

    private final People people;
    private final boolean demo;

    SignInPage(People people, @Value("${radhub.demo:false}") boolean demo) {
        this.people = people;
        this.demo = demo;
    }

    @GetMapping("/login")
    String show(
            Principal principal,
            Model model,
            @RequestParam(required = false) String error,
            @RequestParam(required = false) String expired,
            @RequestParam(required = false) String logout) {
        if (principal != null) {
            return "redirect:/";
        }
        model.addAttribute("failed", error != null);
        model.addAttribute("expired", expired != null);
        model.addAttribute("signedOut", logout != null);
        model.addAttribute("people", demo ? chips() : List.of());
        return "login";
    }

    private List<Chips> chips() {
        return Arrays.stream(Role.values())
                .map(role -> new Chips(
                        role,
                        people.all().stream()
                                .filter(person -> highest(person).equals(Optional.of(role)))
                                .map(Person::id)
                                .sorted()
                                .toList()))
                .filter(chips -> !chips.ids().isEmpty())
                .toList();
    }

    private static Optional<Role> highest(Person person) {
        return person.roles().stream().max(Comparator.naturalOrder());
    }
}
