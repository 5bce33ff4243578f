package org.radhub.report;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Writing, signing and reading reports. Who may see the case is for the caller to check; who may write is checked here. */
public interface Reports {
    /** The draft; an empty one of revision 0 if nothing was saved. */
    Draft draft(UUID caseId);

    /**
     * Saves the draft. Only the current reader of a case that was opened may.
     *
     * @param expectedRevision what the writer last saw; CONFLICT if it is not that any more; empty: overwrite
     */
    Draft save(UUID caseId, String reader, Content content, OptionalLong expectedRevision);

    /** Gives the draft as a preliminary report. The case stays with its reader. */
    ReportVersion preliminary(UUID caseId, String reader);

    /**
     * Signs the draft as the final report, with a second look at the password, and queues its delivery, in one transaction.
     * NOT_ALLOWED if the password is wrong, or was too often; INVALID if the impression is empty; CONFLICT if it is signed already.
     *
     * @param expectedRevision the draft that the signer has on the screen; CONFLICT if it is another one by now; empty: not checked
     */
    ReportVersion sign(UUID caseId, String reader, String password, OptionalLong expectedRevision);

    /** As above, whatever the draft's revision is. */
    default ReportVersion sign(UUID caseId, String reader, String password) {
        return sign(caseId, reader, password, OptionalLong.empty());
    }

    /**
     * Adds a signed addendum to a signed report and delivers it to all who had the report. By its signer or a senior.
     *
     * @param text at most 64,000 characters, not blank
     */
    ReportVersion addendum(UUID caseId, String reader, String text, String password);

    /** The newest version; empty if there is none yet. */
    Optional<ReportVersion> current(UUID caseId);

    /** All versions, oldest first. */
    List<ReportVersion> versions(UUID caseId);

    /** The report as PDF (A4, fonts embedded): the newest version with what came before it, as far as it is still in force. */
    byte[] pdf(UUID caseId) throws IOException;
}
