package org.radhub.report.delivery;

import java.io.IOException;
import org.radhub.report.Delivery;

/** A way by which a report reaches a site. */
interface Road {
    /** What the deliveries that go this way are marked with. */
    String name();

    /**
     * Brings the version to the recipient. When this returns, the other side has confirmed that it has it; anything else is an exception, and the
     * delivery is tried again.
     *
     * <p>Called within the transaction that marks the delivery delivered: what a road writes into the database is there if and only if the
     * delivery is marked. What a road sends outside may be sent a second time, if the process ends before that transaction does; the
     * delivery's id, which is the same then, lets the other side know it again. A road bounds its own waiting.
     */
    void bring(Delivery delivery) throws IOException;
}
