package org.radhub.workflow.process;

import java.util.Map;
import java.util.Optional;
import org.radhub.workflow.Priority;

/**
 * What the tables decide from.
 *
 * @param requested the priority that a doctor asked for
 * @param anatomy body part and description, in upper case
 * @param siteKind name of the site's {@link org.radhub.registry.SiteKind}; empty if the site is not known
 * @param patientAge in years at the time of the study; -1 if not known
 */
public record Facts(Optional<Priority> requested, String modality, String anatomy, String siteKind, int patientAge) {

    Map<String, Object> asVariables() {
        return Map.of(
                "requestedPriority", requested.map(Priority::name).orElse(""),
                "modality", modality,
                "anatomy", anatomy,
                "siteKind", siteKind,
                "patientAge", patientAge);
    }
}
