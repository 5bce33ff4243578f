package org.radhub.storage.study;

import java.util.UUID;

/** What of a study's row its next instances depend on. */
record StudyRow(UUID id, String patientId, String issuer) {}
