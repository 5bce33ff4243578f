package org.radhub.app.pages;

import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** Who asks. The pages check the role themselves, besides the check by path, so that a slip in one of the two opens nothing. */
@Component
class SignedIn {
    private final People people;

    SignedIn(People people) {
        this.people = people;
    }

    Optional<Person> find(Principal principal) {
        return people.find(principal.getName()).filter(Person::enabled);
    }

    Person person(Principal principal) {
        return find(principal).orElseThrow(() -> new AccessDeniedException("not a person of this region"));
    }

    /** The person, who must hold one of the roles. */
    Person as(Principal principal, Role... roles) {
        var person = person(principal);
        if (Arrays.stream(roles).noneMatch(person::is)) {
            throw new AccessDeniedException("needs one of " + Arrays.toString(roles));
        }
        return person;
    }
}
