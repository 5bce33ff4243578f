package org.radhub.storage;

import java.util.List;
import java.util.Optional;

/**
 * Matching keys of a search for studies (PS3.4 C.2.2.2). Text keys match as a whole, case-insensitively for names, with {@code *} and
 * {@code ?} as wild cards; empty keys match all.
 *
 * @param dateFrom inclusive, yyyyMMdd
 * @param dateTo inclusive, yyyyMMdd
 * @param modality one value of Modalities in Study (0008,0061)
 * @param further conditions beyond those, all of which have to hold
 * @param offset of the first hit to return
 * @param limit at most this many hits, 1 to 1000
 */
public record StudyQuery(
        Optional<String> studyInstanceUid,
        Optional<String> patientId,
        Optional<String> patientName,
        Optional<String> accessionNumber,
        Optional<String> dateFrom,
        Optional<String> dateTo,
        Optional<String> modality,
        List<Condition> further,
        int offset,
        int limit) {

    /** What can be asked for beyond the keys that have a place of their own. */
    public enum Field {
        STUDY_INSTANCE_UID,
        ISSUER_OF_PATIENT_ID,
        BIRTH_DATE,
        SEX,
        STUDY_DATE,
        STUDY_TIME,
        STUDY_ID,
        DESCRIPTION,
        REFERRING_PHYSICIAN,
        /** Matches where one of the study's does. */
        MODALITIES
    }

    public sealed interface Condition {
        Field field();
    }

    /** The value matches this pattern; that of REFERRING_PHYSICIAN case-insensitively, as a whole or in one of its component groups. */
    public record Like(Field field, String pattern) implements Condition {}

    /** The value is one of these. */
    public record OneOf(Field field, List<String> values) implements Condition {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /**
     * The value is not empty, not before {@code from}, and not after {@code to}, as text and without colons; one that begins with {@code to} is
     * not after it.
     *
     * @param from empty for any
     * @param to empty for any
     */
    public record Between(Field field, String from, String to) implements Condition {}

    public StudyQuery {
        further = List.copyOf(further);
    }

    public StudyQuery(
            Optional<String> studyInstanceUid,
            Optional<String> patientId,
            Optional<String> patientName,
            Optional<String> accessionNumber,
            Optional<String> dateFrom,
            Optional<String> dateTo,
            Optional<String> modality,
            int offset,
            int limit) {
        this(
                studyInstanceUid,
                patientId,
                patientName,
                accessionNumber,
                dateFrom,
                dateTo,
                modality,
                List.of(),
                offset,
                limit);
    }

    public static StudyQuery latest(int limit) {
        return new StudyQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                limit);
    }
}
