package org.radhub.router;

import java.util.Set;

/** The life of a {@link Sending}. */
public enum SendingState {
    /** For its turn, or for the next try. */
    WAITING,
    /** Somebody is at it. */
    SENDING,
    /** All was taken; the destination has yet to say that it keeps it (storage commitment). */
    COMMITTING,
    /** The destination has confirmed every instance; it was not asked for storage commitment, or does not offer it. */
    SENT,
    /** The destination has confirmed every instance, and has committed itself to keep it. */
    COMMITTED,
    /** Given up; a person can replay it, or discard it. */
    DEAD,
    /** A person decided that it is not to be sent. */
    DISCARDED;

    /** The next state; throws where that is no step of its life. */
    public SendingState to(SendingState next) {
        if (!canBecome(next)) {
            throw new IllegalStateException("a sending that is " + this + " cannot become " + next);
        }
        return next;
    }

    public boolean canBecome(SendingState next) {
        var legal =
                switch (this) {
                    // A storage commitment report may come late.
                    case WAITING -> Set.of(SENDING, COMMITTED, DEAD, DISCARDED);
                    case SENDING -> Set.of(WAITING, COMMITTING, SENT, COMMITTED, DEAD);
                    case COMMITTING -> Set.of(WAITING, SENDING, COMMITTED, DISCARDED);
                    case DEAD -> Set.of(WAITING, COMMITTED, DISCARDED);
                    case SENT, COMMITTED, DISCARDED -> Set.<SendingState>of();
                };
        return legal.contains(next);
    }
}
