package org.radhub.workflow.assignment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radhub.workflow.Priority;
import org.radhub.workflow.roster.Slot;

/**
 * What the assignment knows of a reader.
 *
 * @param pace reads this many reference minutes a minute
 * @param slots when the reader reads, merged, by begin; past ones left out
 * @param queue what is on the reader's worklist
 * @param readsLately reads signed in the last seven days
 * @param knowsPatient whether the reader read this patient before
 * @param exclusion why the reader does not get this case
 */
public record Reader(
        String id,
        Set<String> credentials,
        double pace,
        List<Slot> slots,
        List<Queued> queue,
        int readsLately,
        boolean knowsPatient,
        Optional<Exclusion> exclusion) {

    /**
     * Cases of one priority on a worklist.
     *
     * @param minutes reference minutes that all of them take
     */
    public record Queued(Priority priority, int cases, double minutes) {}

    /**
     * The reader had this case, and gave it away.
     *
     * @param until when the reader may get it again; empty: never, it was declined
     */
    public record Exclusion(Optional<Instant> until) {
        boolean holdsAt(Instant now) {
            return until.isEmpty() || until.get().isAfter(now);
        }
    }

    /** Reference minutes of what is read before, or with, this priority. */
    double minutesAhead(Priority priority) {
        return queue.stream()
                .filter(queued -> queued.priority().compareTo(priority) <= 0)
                .mapToDouble(Queued::minutes)
                .sum();
    }
}
