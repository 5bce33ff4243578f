package org.radhub.workflow;

import java.util.Set;

/** The life of a read case. Each state knows its legal successors. */
public enum CaseState {
    /** Nobody can take it now; visible to the coordinator. */
    WAITING,
    /** On a reader's worklist. */
    ASSIGNED,
    /** Opened by its reader. */
    READING,
    /** A preliminary report was given. */
    PRELIMINARY,
    /** The report is signed, and on its way. */
    SIGNED,
    /** The sending site has the report. */
    DELIVERED,
    /** The sending site said so. */
    ACKNOWLEDGED;

    /** The states that may follow this one. */
    public Set<CaseState> successors() {
        return switch (this) {
            case WAITING -> Set.of(ASSIGNED);
            case ASSIGNED -> Set.of(WAITING, ASSIGNED, READING);
            case READING -> Set.of(WAITING, ASSIGNED, PRELIMINARY, SIGNED);
            case PRELIMINARY -> Set.of(WAITING, ASSIGNED, READING, SIGNED);
            case SIGNED -> Set.of(DELIVERED);
            case DELIVERED -> Set.of(ACKNOWLEDGED);
            case ACKNOWLEDGED -> Set.of();
        };
    }

    /** This state's successor. */
    public CaseState to(CaseState next) {
        if (!successors().contains(next)) {
            throw new IllegalStateException("a case that is " + this + " cannot become " + next);
        }
        return next;
    }

    /** Whether a reader still has work to do. */
    public boolean unread() {
        return ordinal() < SIGNED.ordinal();
    }
}
