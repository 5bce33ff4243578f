package org.radhub.storage.study;

import java.util.UUID;
import org.radhub.storage.dataset.Header;

/** What of a study's row its next instances depend on. */
record StudyRow(UUID id, String patientId, String issuer) {
    /** Whether the study is of another patient than this header says; false where one of them says nothing. */
    boolean isOfAnother(Header header) {
        boolean same = patientId.equals(header.patientId()) && issuer.equals(header.issuer());
        return !same && !patientId.isEmpty() && !header.patientId().isEmpty();
    }
}
