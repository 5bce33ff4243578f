package org.radhub.workflow;

import java.time.Instant;
import java.util.Optional;
import org.radhub.storage.Patient;

/**
 * An exam that is still to be made, as the device that makes it is to be told of it. Empty where nobody said.
 *
 * @param patient birth date as yyyyMMdd; sex M, F or O
 * @param modality a code of (0008,0060), at most 16 characters
 * @param procedure Requested Procedure Description (0032,1060), at most 64 characters
 */
public record PlannedExam(Patient patient, String modality, String procedure, Optional<Instant> scheduledAt) {
    public static final PlannedExam NOTHING_SAID =
            new PlannedExam(new Patient("", "", "", "", ""), "", "", Optional.empty());

    /** Whether it says who is to be examined. */
    public boolean namesPatient() {
        return !patient.id().isEmpty() || !patient.name().isEmpty();
    }

    public PlannedExam of(Patient other) {
        return new PlannedExam(other, modality, procedure, scheduledAt);
    }
}
