package org.radhub.router;

/** Where storage commitment reports go, on whichever association they come. */
public interface CommitmentReports {
    /** Who has sent a report; as text, for the log. */
    interface Reporter {
        /** Whether what it reports is to be taken as said by this peer, which the hub has asked. */
        boolean speaksFor(Peer asked);
    }

    /**
     * Takes the report in. When this returns, it is on stable storage and may be answered with success; the same report again changes
     * nothing.
     *
     * @return false if the hub asked for no such transaction, or none whom the reporter speaks for, and nothing was changed; the answer is 0112
     *     then, no such object instance
     */
    boolean reported(CommitmentReport report, Reporter reporter);
}
