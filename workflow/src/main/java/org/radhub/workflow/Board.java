package org.radhub.workflow;

import java.time.Instant;
import java.util.List;

/** The coordinator's view of the region now. */
public interface Board {
    /**
     * @param now the instant it shows
     * @param readers every reader, on shift or not, with the queue
     * @param waiting cases that nobody can take now, oldest first
     * @param late cases past their deadline and not signed
     */
    record View(Instant now, List<ReaderLoad> readers, List<ReadCase> waiting, List<ReadCase> late) {}

    /**
     * @param onShiftUntil end of the reader's present shift; null when off shift
     */
    record ReaderLoad(String reader, Instant onShiftUntil, int queued, int stat, double minutesAhead) {}

    View view();
}
