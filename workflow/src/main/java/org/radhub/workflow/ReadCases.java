package org.radhub.workflow;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Scope;

/** The read cases, to look at. */
public interface ReadCases {
    Optional<ReadCase> find(UUID id);

    /** The study's case that was opened last; the one to be read, if any is. */
    Optional<ReadCase> newestOf(UUID studyId);

    /** Newest first; nothing outside the scope. */
    Page<ReadCase> search(CaseQuery query, Scope scope);

    /** What is this reader's now and not yet signed, in the order to read it: priority, then deadline. */
    List<ReadCase> worklistOf(String reader);

    /** What this reader signed and images came for afterwards, until an addendum says something about them; longest ago first. */
    List<ReadCase> changedAfterSigning(String reader);

    /** Every step of the case with its time, oldest first. */
    List<LedgerEntry> ledgerOf(UUID caseId);

    /** How the readers stood when the case was last given to somebody, or to nobody; by place. */
    List<Consideration> considered(UUID caseId);

    /** Ids of the BPMN activities of remote-read.bpmn that the case's process is in now; empty when it has ended. */
    List<String> activeActivities(UUID caseId);
}
