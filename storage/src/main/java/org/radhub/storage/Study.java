package org.radhub.storage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.StudyKey;

/**
 * A study as indexed. Texts are decoded; empty strings where the study says nothing.
 *
 * @param studyDate (0008,0020), as sent
 * @param studyTime (0008,0030), as sent
 * @param modalities distinct (0008,0060) of its series, sorted
 * @param bodyPart first (0018,0015) that was not empty
 * @param seriesCount number of series
 * @param instanceCount number of distinct instances
 * @param bytes size of all instances as Part 10 files
 * @param callingAeTitle the device that sent its first instance
 * @param complete whether it has been declared complete since the last instance arrived
 * @param warnings what looked wrong when it was read, for people: a wrongly declared character set, two patients in one study
 */
public record Study(
        UUID id,
        String site,
        String studyInstanceUid,
        Patient patient,
        String accessionNumber,
        String studyDate,
        String studyTime,
        String studyId,
        String description,
        String referringPhysician,
        List<String> modalities,
        String bodyPart,
        int seriesCount,
        int instanceCount,
        long bytes,
        String callingAeTitle,
        Instant firstReceivedAt,
        Instant lastReceivedAt,
        boolean complete,
        List<Phrase> warnings) {

    public StudyKey key() {
        return new StudyKey(site, studyInstanceUid);
    }
}
