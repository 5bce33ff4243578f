package org.radhub.workflow;

import java.time.Instant;
import java.util.UUID;

/** One dated slot in which a reader reads. */
public record Shift(UUID id, String reader, Instant from, Instant until) {}
