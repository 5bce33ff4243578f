package org.radhub.workflow;

import java.time.Instant;

/** Somebody reads at other times than before. */
public record RosterChanged(String reader, Instant at) {}
