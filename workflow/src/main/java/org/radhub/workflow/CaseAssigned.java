package org.radhub.workflow;

import java.time.Instant;
import java.util.UUID;

/** The case came onto the reader's worklist. */
public record CaseAssigned(UUID caseId, String site, String reader, Instant at) {}
