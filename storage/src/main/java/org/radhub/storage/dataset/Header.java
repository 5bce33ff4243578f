package org.radhub.storage.dataset;

import java.util.List;
import java.util.Optional;
import org.radhub.registry.Phrase;

/**
 * What the index keeps of a data set. Texts are decoded, without control characters, cut to lengths that a database column can bear; empty
 * strings where the data set says nothing.
 *
 * @param slice where it lies, if it is one slice of a CT, MR or PET series
 * @param announced how many instances it says there are
 * @param warnings what was wrong with it, for people
 */
public record Header(
        String sopClassUid,
        String sopInstanceUid,
        String studyInstanceUid,
        String seriesInstanceUid,
        String patientId,
        String issuer,
        String patientName,
        String birthDate,
        String sex,
        String accessionNumber,
        String studyDate,
        String studyTime,
        String studyId,
        String studyDescription,
        String referringPhysician,
        String modality,
        String seriesNumber,
        String seriesDescription,
        String bodyPart,
        String seriesDate,
        String seriesTime,
        String instanceNumber,
        int rows,
        int columns,
        int frames,
        Optional<Slice> slice,
        Announced announced,
        List<Phrase> warnings) {}
