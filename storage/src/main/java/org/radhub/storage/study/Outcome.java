package org.radhub.storage.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.StudyKey;

/** What a batch means for its studies. */
final class Outcome {
    private final Map<StudyKey, StudyRow> studies;
    private final Map<StudyKey, List<KeptInstance>> stored = new LinkedHashMap<>();
    private final Map<UUID, Integer> series = new HashMap<>();
    private final List<IndexRow> aside = new ArrayList<>();
    private final Map<UUID, Set<Phrase>> corrections = new HashMap<>();

    Outcome(Map<StudyKey, StudyRow> studies) {
        this.studies = studies;
    }

    void stored(IndexRow row, KeptInstance kept) {
        stored.computeIfAbsent(row.study(), key -> new ArrayList<>()).add(kept);
        series.merge(row.seriesId(), 1, Integer::sum);
    }

    /** Instances whose UID another one has. */
    void aside(IndexRow row) {
        aside.add(row);
    }

    /** A copy of an instance, with the same pixels: what it says otherwise of patient or order is not taken over. */
    void sentAgain(IndexRow row, KeptInstance kept) {
        corrections
                .computeIfAbsent(row.studyId(), id -> new LinkedHashSet<>())
                .addAll(studies.get(row.study()).corrections(kept.header()));
    }

    void write(StudyRows rows) {
        series.forEach(rows::seriesGrew);
        stored.forEach((key, kept) -> {
            var study = studies.get(key);
            var patient = rows.grew(study, kept);
            for (var one : kept) {
                one.header().warnings().forEach(warning -> rows.warn(study.id(), warning));
                comparePatients(rows, study.id(), patient, PatientId.of(one.header()));
            }
        });
        aside.forEach(row -> rows.warn(row.studyId(), Phrase.of("storage.warning.conflict")));
        corrections.forEach((study, said) -> said.forEach(warning -> rows.warnOnce(study, warning)));
    }

    private static void comparePatients(StudyRows rows, UUID study, PatientId patient, PatientId said) {
        if (patient.isAnother(said)) {
            rows.warn(
                    study,
                    patient.id().equals(said.id())
                            ? Phrase.of("storage.warning.issuers", said.id(), patient.issuer(), said.issuer())
                            : Phrase.of("storage.warning.patients", patient.id(), said.id()));
        }
    }
}
