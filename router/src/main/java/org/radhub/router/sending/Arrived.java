package org.radhub.router.sending;

import java.time.LocalTime;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.storage.Study;

/**
 * What rules ask of a study that is complete, except its priority.
 *
 * @param bodyParts of all its series, in capitals
 * @param time when it was complete, in the region's zone
 */
record Arrived(Study study, Set<String> bodyParts, LocalTime time) {
    static Arrived of(Study study, Stream<String> bodyParts, LocalTime time) {
        return new Arrived(
                study,
                Stream.concat(bodyParts, Stream.of(study.bodyPart()))
                        .map(part -> part.strip().toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                time);
    }
}
