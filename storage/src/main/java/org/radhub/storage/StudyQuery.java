package org.radhub.storage;

import java.util.Optional;

/**
 * Matching keys of a search for studies (PS3.4 C.2.2.2). Text keys match as a whole, case-insensitively for names, with {@code *} and
 * {@code ?} as wild cards; empty keys match all.
 *
 * @param dateFrom inclusive, yyyyMMdd
 * @param dateTo inclusive, yyyyMMdd
 * @param modality one value of Modalities in Study (0008,0061)
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
        int offset,
        int limit) {
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
