package org.radhub.router.retrieve;

import java.io.IOException;
import java.util.List;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Scope;
import org.radhub.router.association.Caller;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Status;
import org.radhub.router.offer.Offered;
import org.radhub.router.offer.Offers;
import org.radhub.router.query.Identifier;
import org.radhub.router.query.Level;
import org.radhub.router.query.Rejected;
import org.radhub.router.query.WholeIndex;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.stereotype.Component;

/** What C-MOVE and C-GET have in common: the instances within the caller's scope, put on record before they leave. */
@Component
class Retrieval {
    /** Out of resources, unable to calculate number of matches (PS3.4 C.4.2.1.5, C.4.3.1.4). */
    private static final int MATCHES_NOT_KNOWN = 0xA701;

    /** Attempts at studies beyond the scope that one request is written down for. */
    private static final int MOST_ATTEMPTS = 20;

    private final Selection selection;
    private final WholeIndex index;
    private final Studies studies;
    private final AuditTrail trail;
    private final Offers offers;

    Retrieval(Selection selection, WholeIndex index, Studies studies, AuditTrail trail, Offers offers) {
        this.selection = selection;
        this.index = index;
        this.studies = studies;
        this.trail = trail;
        this.offers = offers;
    }

    /**
     * The instances that are to be sent. They are on the trail when this returns.
     *
     * @param way for the trail: by what, and where to
     * @throws Rejected if there are none, or too many, or if it is not known yet which
     */
    List<Offered> begin(Exchange exchange, Identifier identifier, Scope scope, String way)
            throws Rejected, IOException {
        var caller = exchange.caller();
        index.require(MATCHES_NOT_KNOWN);
        var chosen = selection.of(identifier, scope);
        if (chosen.isEmpty()) {
            noteAttempt(caller, identifier, way);
            throw new Rejected(Status.cannotUnderstand("There is nothing here of what was asked for"));
        }
        for (var one : chosen) {
            trail.record(Access.to(
                    AuditAction.INSTANCES_TRANSFERRED,
                    caller.device().aeTitle(),
                    one.study().site(),
                    one.study().studyInstanceUid(),
                    one.instances().size() + " instances, " + way + ", asked from "
                            + caller.address().getHostAddress()));
        }
        return chosen.stream()
                .flatMap(one -> one.instances().stream())
                .map(instance -> offers.of(instance, "site " + caller.device().site()))
                .toList();
    }

    /** Studies that are here, and that the caller may not see: the answer is the same as if they were not. */
    private void noteAttempt(Caller caller, Identifier identifier, String way) {
        identifier.unique(Level.STUDY).stream()
                .distinct()
                .limit(MOST_ATTEMPTS)
                .flatMap(uid -> studies.withUid(uid, Scope.EVERYTHING).stream())
                .map(Study::key)
                .forEach(study -> trail.record(Access.refused(
                        AuditAction.STUDY_ACCESSED,
                        caller.device().aeTitle(),
                        study.site(),
                        study.studyInstanceUid(),
                        "not found within the scope, " + way + ", asked from "
                                + caller.address().getHostAddress())));
    }
}
