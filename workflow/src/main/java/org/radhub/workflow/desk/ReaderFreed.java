package org.radhub.workflow.desk;

import java.time.Instant;

/** A reader has less to read than before: what waits may find a place. */
public record ReaderFreed(String reader, Instant at) {}
