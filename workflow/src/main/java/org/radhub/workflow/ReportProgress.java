package org.radhub.workflow;

import java.util.UUID;

/** What the reporting tells the case. Each call joins the caller's transaction, checks the state, and writes the ledger. */
public interface ReportProgress {
    /** Locks the case row and returns it, for a check that must hold until the caller's transaction ends. */
    ReadCase lock(UUID caseId);

    ReadCase preliminary(UUID caseId, String reader, int version);

    ReadCase signed(UUID caseId, String reader, int version);

    /**
     * The report reached a recipient. Every delivery writes its ledger line; the first one after signing moves the case on.
     *
     * @param road how it got there, e.g. {@code page}
     */
    ReadCase delivered(UUID caseId, String recipientSite, String road, int version);

    /** The recipient said "we have it". */
    ReadCase acknowledged(UUID caseId, String person, String recipientSite);
}
