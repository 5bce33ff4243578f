package org.radhub.storage;

import java.util.UUID;

/** A series as indexed. Texts are decoded; empty strings where it says nothing. */
public record Series(
        UUID id,
        UUID studyId,
        String seriesInstanceUid,
        String modality,
        String number,
        String description,
        String bodyPart,
        String seriesDate,
        String seriesTime,
        int instanceCount) {}
