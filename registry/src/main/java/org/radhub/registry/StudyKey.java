package org.radhub.registry;

/**
 * How a study is named in the region. The same Study Instance UID from two sites is two studies, so that no site can reach into
 * another's.
 *
 * @param site code of the site that sent it
 * @param studyInstanceUid (0020,000D), at most 64 characters of digits and dots
 */
public record StudyKey(String site, String studyInstanceUid) {}
