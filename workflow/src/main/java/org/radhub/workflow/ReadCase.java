package org.radhub.workflow;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Patient;

/**
 * One request to read one study.
 *
 * @param modality the modality it is read as, e.g. CT
 * @param skill the credential that its reader needs, by the skill table
 * @param reader person id of the current reader; at most one at any time
 * @param reason why this reader, or why nobody
 * @param deadline by when the report is due
 * @param escalatedAt when the coordinator was told that it is late; empty: not late
 * @param lateInstances instances that came after the study was declared complete
 */
public record ReadCase(
        UUID id,
        UUID studyId,
        StudyKey study,
        Patient patient,
        String accessionNumber,
        String modality,
        String bodyPart,
        String description,
        String studyDate,
        int instances,
        String skill,
        Priority priority,
        CaseState state,
        Optional<String> reader,
        Phrase reason,
        Instant createdAt,
        Instant deadline,
        Optional<Instant> escalatedAt,
        String clinicalQuestion,
        String history,
        int lateInstances) {

    public String site() {
        return study.site();
    }
}
