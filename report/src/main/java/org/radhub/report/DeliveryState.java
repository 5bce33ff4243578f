package org.radhub.report;

import java.util.Set;

/** The life of a delivery. */
public enum DeliveryState {
    QUEUED,
    DELIVERED,
    ACKNOWLEDGED,
    /** Given up after the last try; a person can replay it. */
    DEAD;

    public DeliveryState to(DeliveryState next) {
        var legal =
                switch (this) {
                    case QUEUED -> Set.of(DELIVERED, DEAD);
                    case DELIVERED -> Set.of(ACKNOWLEDGED);
                    case DEAD -> Set.of(QUEUED);
                    case ACKNOWLEDGED -> Set.<DeliveryState>of();
                };
        if (!legal.contains(next)) {
            throw new IllegalStateException("a delivery that is " + this + " cannot become " + next);
        }
        return next;
    }
}
