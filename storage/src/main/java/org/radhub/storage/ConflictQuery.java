package org.radhub.storage;

import java.util.Optional;

/**
 * Which conflicts are asked for.
 *
 * @param site code of the site that sent them
 * @param studyInstanceUid of the study that one of the two is of
 * @param open true: only those that nobody has decided; false: only the others
 * @param page from 1
 * @param size of a page
 */
public record ConflictQuery(
        Optional<String> site, Optional<String> studyInstanceUid, Optional<Boolean> open, int page, int size) {}
