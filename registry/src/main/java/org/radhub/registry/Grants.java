package org.radhub.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The grants of the region. Nothing is ever deleted: a grant that has ended stays on the record. */
public interface Grants {
    /** Gives the grant; one that the person already holds for the same study and kind is returned as it is. */
    Grant give(
            String person,
            String site,
            String studyInstanceUid,
            GrantKind kind,
            String reason,
            Instant from,
            Optional<Instant> until);

    /** Ends the person's grants of this kind to the study. */
    void revoke(String person, String site, String studyInstanceUid, GrantKind kind, String reason, Instant at);

    /** The grants of the person that hold at this instant. */
    List<Grant> heldBy(String person, Instant at);

    /** All grants ever given to the study, oldest first, ended ones included. */
    List<Grant> ofStudy(String site, String studyInstanceUid);
}
