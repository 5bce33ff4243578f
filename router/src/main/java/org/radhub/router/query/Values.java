package org.radhub.router.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Study;

/** What is known of a hit: values by tag. Attributes that the hub supports at its level are there, be it without a value. */
final class Values {
    private final Map<Integer, List<String>> known = new HashMap<>();

    private Values() {}

    /** @param studies of the patient, with their series and instances */
    static Values of(Study study, int studies, int series, int instances) {
        return patient(study)
                .put(Keys.PATIENT_STUDIES, studies)
                .put(Keys.PATIENT_SERIES, series)
                .put(Keys.PATIENT_INSTANCES, instances);
    }

    static Values of(Study study) {
        var values = patient(study)
                .put(Keys.STUDY_DATE, study.studyDate())
                .put(Keys.STUDY_TIME, study.studyTime())
                .put(Keys.ACCESSION_NUMBER, study.accessionNumber())
                .put(Keys.REFERRING_PHYSICIAN, study.referringPhysician())
                .put(Keys.STUDY_DESCRIPTION, study.description())
                .put(Keys.STUDY_INSTANCE_UID, study.studyInstanceUid())
                .put(Keys.STUDY_ID, study.studyId())
                .put(Keys.STUDY_SERIES, study.seriesCount())
                .put(Keys.STUDY_INSTANCES, study.instanceCount());
        values.known.put(Keys.MODALITIES_IN_STUDY, study.modalities());
        return values;
    }

    static Values of(Study study, Series series) {
        return of(study)
                .put(Keys.MODALITY, series.modality())
                .put(Keys.SERIES_DATE, series.seriesDate())
                .put(Keys.SERIES_TIME, series.seriesTime())
                .put(Keys.SERIES_DESCRIPTION, series.description())
                .put(Keys.BODY_PART, series.bodyPart())
                .put(Keys.SERIES_INSTANCE_UID, series.seriesInstanceUid())
                .put(Keys.SERIES_NUMBER, series.number())
                .put(Keys.SERIES_INSTANCES, series.instanceCount());
    }

    static Values of(Study study, Series series, Instance instance) {
        return of(study, series)
                .put(Keys.SOP_CLASS_UID, instance.sopClassUid())
                .put(Keys.SOP_INSTANCE_UID, instance.sopInstanceUid())
                .put(Keys.AVAILABLE_TRANSFER_SYNTAX_UID, instance.transferSyntaxUid())
                .put(Keys.INSTANCE_NUMBER, instance.number())
                .put(Keys.NUMBER_OF_FRAMES, instance.frames())
                .put(Keys.ROWS, instance.rows() == 0 ? "" : String.valueOf(instance.rows()))
                .put(Keys.COLUMNS, instance.columns() == 0 ? "" : String.valueOf(instance.columns()));
    }

    /** Empty for an attribute that is not supported. */
    Optional<List<String>> find(int tag) {
        return Optional.ofNullable(known.get(tag));
    }

    Values put(int tag, String value) {
        known.put(tag, value.isEmpty() ? List.of() : List.of(value));
        return this;
    }

    private Values put(int tag, int number) {
        return put(tag, String.valueOf(number));
    }

    private static Values patient(Study study) {
        var patient = study.patient();
        return new Values()
                .put(Keys.PATIENT_NAME, patient.name())
                .put(Keys.PATIENT_ID, patient.id())
                .put(Keys.ISSUER_OF_PATIENT_ID, patient.issuer())
                .put(Keys.BIRTH_DATE, patient.birthDate())
                .put(Keys.SEX, patient.sex());
    }
}
