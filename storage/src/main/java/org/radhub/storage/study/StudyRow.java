package org.radhub.storage.study;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.storage.dataset.Header;

/** What of a study's row its next instances depend on. */
record StudyRow(
        UUID id,
        String patientId,
        String issuer,
        String patientName,
        String birthDate,
        String sex,
        String accessionNumber) {
    PatientId patient() {
        return new PatientId(patientId, issuer);
    }

    /** Whether the study is of another patient than this header says; false where one of them says nothing. */
    boolean isOfAnother(Header header) {
        return patient().isAnother(PatientId.of(header));
    }

    /** What an image that was sent again says of patient and order, and its study does not. */
    List<Phrase> corrections(Header header) {
        var corrections = new ArrayList<Phrase>();
        if (!PersonName.key(patientName).equals(PersonName.key(header.patientName()))) {
            add(corrections, "name", header.patientName());
        }
        if (!birthDate.equals(header.birthDate())) {
            add(corrections, "birth-date", header.birthDate());
        }
        if (!sex.equals(header.sex())) {
            add(corrections, "sex", header.sex());
        }
        if (!accessionNumber.equals(header.accessionNumber())) {
            add(corrections, "accession", header.accessionNumber());
        }
        return corrections;
    }

    /** What is left out corrects nothing. */
    private static void add(List<Phrase> corrections, String attribute, String said) {
        if (!said.isEmpty()) {
            corrections.add(Phrase.of("storage.warning.sent-again." + attribute, said));
        }
    }
}
