package org.radhub.router;

/** Where storage commitment reports go, on whichever association they come. */
public interface CommitmentReports {
    /**
     * Takes the report in. When this returns, it is on stable storage and may be answered with success; the same report again changes
     * nothing.
     *
     * @return false if the hub asked for no such transaction; the answer is 0112 then, no such object instance
     */
    boolean reported(CommitmentReport report);
}
