package org.radhub.app.conflicts;

import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.radhub.app.people.Viewer;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Page;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Conflict;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Conflicts;
import org.radhub.storage.InstanceHeader;
import org.radhub.storage.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Conflicts as one person may see them: those whose studies the person may see, and never without a line in the trail. An administrator, who
 * sees no studies, is told of all of them, and not whose they are.
 */
@Component
public class ConflictDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictDesk.class);

    private final Conflicts conflicts;
    private final Viewer viewer;
    private final org.radhub.registry.Access access;
    private final AuditTrail trail;
    private final TransactionTemplate transaction;

    ConflictDesk(
            Conflicts conflicts,
            Viewer viewer,
            org.radhub.registry.Access access,
            AuditTrail trail,
            TransactionTemplate transaction) {
        this.conflicts = conflicts;
        this.viewer = viewer;
        this.access = access;
        this.trail = trail;
        this.transaction = transaction;
    }

    /** @param identified whether the person may see whose it is; if not, nothing that leads to the patient must be shown */
    public record Seen(Conflict conflict, boolean identified) {
        /** The studies that it shows something of. */
        public Stream<String> studies() {
            return identified
                    ? Stream.of(conflict.kept(), conflict.aside())
                            .map(side -> side.study().studyInstanceUid())
                            .distinct()
                    : Stream.empty();
        }
    }

    /** Whoever shows it writes down what it shows. */
    public Page<Seen> list(Person person, ConflictQuery query) {
        var scope = access.scopeOf(person);
        // To ask for a study by its UID is to ask whether there is one.
        var everything = person.is(Role.ADMIN) && query.studyInstanceUid().isEmpty();
        var found = conflicts.search(query, everything ? Scope.EVERYTHING : scope);
        return new Page<>(
                found.items().stream()
                        .map(one -> new Seen(one, one.isWithin(scope)))
                        .toList(),
                found.page(),
                found.pages(),
                found.total());
    }

    /** How many of those that the person is told of nobody has decided. */
    public long open(Person person) {
        return conflicts.open(person.is(Role.ADMIN) ? Scope.EVERYTHING : access.scopeOf(person));
    }

    /**
     * The conflict, if the person may see it; the look is in the trail when this returns. NOT_FOUND otherwise, so that nobody learns what exists.
     *
     * @param what is looked at, for the trail
     */
    public Conflict look(Principal who, UUID id, AuditAction action, String what) {
        var found = conflicts.find(id);
        if (found.isEmpty() || !found.get().isWithin(viewer.scope(who))) {
            trail.record(Access.refused(action, who.getName(), "", "conflict " + id, "not found or not allowed"));
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("storage.conflict.unknown"));
        }
        new Seen(found.get(), true)
                .studies()
                .forEach(study -> trail.record(Access.to(
                        action,
                        who.getName(),
                        found.get().kept().study().site(),
                        study,
                        "conflict " + id + ": " + what)));
        return found.get();
    }

    /** What a side says of itself, or why that is not to be had now. */
    public record Portrait(Conflict.Side side, Optional<InstanceHeader> header, Optional<Phrase> unreadable) {}

    public Portrait portrait(Conflict.Side side) {
        try {
            return new Portrait(side, Optional.of(conflicts.header(side)), Optional.empty());
        } catch (IOException e) {
            LOG.info("not to be had: {}", e.getMessage());
            return new Portrait(side, Optional.empty(), Optional.of(why(e)));
        }
    }

    private static Phrase why(IOException e) {
        if (e instanceof BytesLost) {
            return Phrase.of("viewer.instance-lost");
        }
        if (e instanceof Unavailable unavailable) {
            return unavailable(unavailable);
        }
        return Phrase.of("viewer.instance-unreadable");
    }

    public static Phrase unavailable(Unavailable unavailable) {
        return Phrase.of(
                switch (unavailable.why()) {
                    case OTHER_SPOOL -> "viewer.other-spool";
                    case OBJECT_STORE -> "viewer.store-away";
                });
    }

    /** Whether the person may write down what to make of it: a doctor of the hospital that sent both, or a coordinator. */
    public static boolean mayDecide(Person person, Conflict conflict) {
        return person.is(Role.COORDINATOR)
                || person.is(Role.DOCTOR)
                        && person.site().equals(conflict.kept().study().site());
    }

    /** Writes down what the person made of it. NOT_ALLOWED for those who only may look. */
    public Conflict decide(Principal who, UUID id, String note) {
        var found = look(who, id, AuditAction.PATIENT_RECORD_VIEWED, "both sides, to decide");
        var study = found.kept().study();
        if (!mayDecide(viewer.person(who), found)) {
            trail.record(Access.refused(
                    AuditAction.PROCEDURE_RECORD,
                    who.getName(),
                    study.site(),
                    study.studyInstanceUid(),
                    "conflict " + id + ": may not decide"));
            throw new Refused(Refused.Kind.NOT_ALLOWED, Phrase.of("app.conflicts.not-yours"));
        }
        // Nothing is decided before the line says so. It has the note, which would be lost with the index otherwise.
        return transaction.execute(status -> {
            var decided = conflicts.decide(id, who.getName(), note);
            trail.record(Access.to(
                    AuditAction.PROCEDURE_RECORD,
                    who.getName(),
                    study.site(),
                    study.studyInstanceUid(),
                    "conflict " + id + ": decided: " + note));
            return decided;
        });
    }
}
