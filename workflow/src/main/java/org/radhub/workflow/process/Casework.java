package org.radhub.workflow.process;

import java.time.Instant;
import java.util.UUID;

/** What the process has done with its case. Each call runs in the transaction of the process's step. */
public interface Casework {
    /** Puts what the tables decided on the case; the deadline that follows. */
    Instant startClock(UUID caseId, Terms terms);

    /** Gives the case to the reader who will be done first, or lets it wait. */
    Search findReader(UUID caseId);

    /** The deadline has passed: tells the coordinator. */
    void escalate(UUID caseId);

    /** @param lookAgainAt when to look again, where nobody was found */
    record Search(boolean found, Instant lookAgainAt) {}
}
