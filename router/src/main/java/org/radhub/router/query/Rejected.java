package org.radhub.router.query;

import org.radhub.router.association.Status;

/** A request that is not carried out, and the status that says why. */
public final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    public Rejected(Status status) {
        super(status.comment(), null, false, false);
        this.status = status;
    }

    static Rejected mismatch(String comment) {
        return new Rejected(Status.identifierDoesNotMatch(comment));
    }

    static Rejected notUnderstood(String comment) {
        return new Rejected(Status.cannotUnderstand(comment));
    }

    static Rejected tooMany(String comment) {
        return new Rejected(Status.outOfResources(comment));
    }

    public Status status() {
        return status;
    }
}
