package org.radhub.registry;

import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

@Component
class Visibility implements Access {
    private final Grants grants;
    private final Clock clock;

    Visibility(Grants grants, Clock clock) {
        this.grants = grants;
        this.clock = clock;
    }

    @Override
    public Scope scopeOf(Person person) {
        if (!person.enabled()) {
            return Scope.NOTHING;
        }
        if (person.is(Role.COORDINATOR)) {
            return Scope.EVERYTHING;
        }
        var doctor = person.is(Role.DOCTOR);
        if (!doctor && !person.is(Role.READER) && !person.is(Role.SENIOR)) {
            return Scope.NOTHING;
        }
        var granted = grants.heldBy(person.id(), clock.instant()).stream()
                .map(grant -> new StudyKey(grant.site(), grant.studyInstanceUid()))
                .collect(Collectors.toUnmodifiableSet());
        return new Scope(false, doctor ? Set.of(person.site()) : Set.of(), granted);
    }
}
