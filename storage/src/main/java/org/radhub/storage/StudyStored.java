package org.radhub.storage;

import java.time.Instant;
import java.util.UUID;

/** All of a complete study is in the object store, and was verified there. Told through the outbox. */
public record StudyStored(UUID studyId, String site, String studyInstanceUid, int objects, long bytes, Instant at) {}
