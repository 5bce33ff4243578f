package org.radhub.workflow;

import java.time.Instant;
import java.util.List;

/** The coordinator's view of the region now. */
public interface Board {
    /**
     * @param now the instant it shows
     * @param readers every reader, on shift or not, with the queue
     * @param waiting cases that nobody can take now, in the order in which they will be given
     * @param late cases past their deadline and not signed, latest first
     * @param changedAfterSigning cases for which images came after the report was signed, until an addendum says something about them
     */
    record View(
            Instant now,
            List<ReaderLoad> readers,
            List<ReadCase> waiting,
            List<ReadCase> late,
            List<ReadCase> changedAfterSigning) {}

    /**
     * @param onShiftUntil end of the reader's present shift; null when off shift
     */
    record ReaderLoad(String reader, Instant onShiftUntil, int queued, int stat, double minutesAhead) {}

    View view();
}
