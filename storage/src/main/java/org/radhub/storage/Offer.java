package org.radhub.storage;

/**
 * What a sender says of the instance it is about to send.
 *
 * @param site code of the site the sending device belongs to
 * @param callingAeTitle the sender's AE title
 * @param association identifies the association (or STOW request) within this process; see {@link Intake#associationClosed}
 * @param sopClassUid Affected SOP Class UID (0000,0002)
 * @param sopInstanceUid Affected SOP Instance UID (0000,1000)
 * @param transferSyntaxUid of the accepted presentation context
 */
public record Offer(
        String site,
        String callingAeTitle,
        String association,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid) {}
