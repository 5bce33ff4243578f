package org.radhub.storage.pack;

/** The series that a pack is of. */
public record SeriesKey(String site, String studyInstanceUid, String seriesInstanceUid) {}
