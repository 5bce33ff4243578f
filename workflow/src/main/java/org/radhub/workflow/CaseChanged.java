package org.radhub.workflow;

import java.time.Instant;
import java.util.UUID;

/** Something about the case changed that people look at: its state, its reader, its deadline, its images. */
public record CaseChanged(UUID caseId, String site, CaseState state, Instant at) {}
