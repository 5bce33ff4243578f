package org.radhub.workflow;

import java.util.UUID;

/**
 * What readers and coordinators do with a case. Each verb is one database transaction; two people at once are decided by the database, and
 * the second is refused ({@link org.radhub.registry.Refused}, CONFLICT).
 */
public interface Desk {
    /** The reader takes the case up. Only its current reader may; opening it again changes nothing. */
    ReadCase open(UUID caseId, String reader);

    /** The reader gives it back; it is assigned anew, to somebody else where there is somebody else. The draft stays. */
    ReadCase release(UUID caseId, String reader);

    /** The reader refuses it; this reader is not asked again for this case. */
    ReadCase decline(UUID caseId, String reader, String reason);

    /** A coordinator moves it to a reader who holds the credential, on shift or not. */
    ReadCase reassign(UUID caseId, String coordinator, String toReader, String reason);
}
