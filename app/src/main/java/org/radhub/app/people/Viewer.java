package org.radhub.app.people;

import java.security.Principal;
import java.util.UUID;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Scope;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.stereotype.Component;

/** Lets a signed-in person look at cases: within the person's scope, and never without a line in the trail. */
@Component
public class Viewer {
    private final People people;
    private final org.radhub.registry.Access access;
    private final ReadCases cases;
    private final AuditTrail trail;

    Viewer(People people, org.radhub.registry.Access access, ReadCases cases, AuditTrail trail) {
        this.people = people;
        this.access = access;
        this.cases = cases;
        this.trail = trail;
    }

    /** The person behind the principal. */
    public Person person(Principal principal) {
        return people.find(principal.getName())
                .filter(Person::enabled)
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_ALLOWED, Phrase.of("app.person.unknown")));
    }

    public Scope scope(Principal principal) {
        return access.scopeOf(person(principal));
    }

    /** The case, if the person may see it; the look is in the trail when this returns. NOT_FOUND otherwise, so that nobody learns what exists. */
    public ReadCase look(Principal principal, UUID caseId, AuditAction action) {
        var found = within(principal, caseId);
        trail.record(Access.to(
                action, principal.getName(), found.site(), found.study().studyInstanceUid(), "case " + found.id()));
        return found;
    }

    /** The case, if the person may see it, for an action that shows nothing of it. */
    public ReadCase within(Principal principal, UUID caseId) {
        var found = cases.find(caseId);
        if (found.isEmpty() || !scope(principal).includes(found.get().study())) {
            trail.record(Access.refused(
                    AuditAction.PATIENT_RECORD_VIEWED,
                    principal.getName(),
                    "",
                    "case " + caseId,
                    "not found or not allowed"));
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("app.case.unknown"));
        }
        return found.get();
    }

    /** Writes down that a list was looked at. */
    public void listed(Principal principal, String what) {
        trail.record(Access.to(AuditAction.QUERY, principal.getName(), "", "", what));
    }
}
