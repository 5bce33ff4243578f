package org.radhub.router;

import java.time.LocalTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.storage.Study;

/**
 * Which studies go where. A study is covered when all conditions hold; an empty condition always does. All rules are looked at, and a study
 * goes once to each destination of those that cover it, except to the device that it came from.
 *
 * @param devices AE titles of the devices that studies come from
 * @param sites codes of the sites that studies belong to
 * @param modalities (0008,0060); one of the study's is enough
 * @param bodyParts (0018,0015), in capitals; one of its series' is enough
 * @param lanes how urgent the study is; where one is asked for, nothing is covered before it is known
 * @param arriving when the study is complete
 * @param destinations names of where it goes, at least one
 */
public record RoutingRule(
        UUID id,
        String name,
        Set<String> devices,
        Set<String> sites,
        Set<String> modalities,
        Set<String> bodyParts,
        Set<Lane> lanes,
        Optional<TimeWindow> arriving,
        Set<String> destinations,
        boolean enabled) {

    public RoutingRule {
        devices = Set.copyOf(devices);
        sites = Set.copyOf(sites);
        modalities = Set.copyOf(modalities);
        bodyParts = Set.copyOf(bodyParts);
        lanes = Set.copyOf(lanes);
        destinations = Set.copyOf(destinations);
    }

    /**
     * @param partsOfStudy of all its series, in capitals
     * @param lane empty while nobody knows
     * @param time in the region's zone
     */
    public boolean covers(Study study, Set<String> partsOfStudy, Optional<Lane> lane, LocalTime time) {
        return enabled
                && holds(devices, study.callingAeTitle())
                && holds(sites, study.site())
                && (modalities.isEmpty() || study.modalities().stream().anyMatch(modalities::contains))
                && (bodyParts.isEmpty() || partsOfStudy.stream().anyMatch(bodyParts::contains))
                && (lanes.isEmpty() || lane.filter(lanes::contains).isPresent())
                && arriving.map(window -> window.includes(time)).orElse(true);
    }

    private static <T> boolean holds(Set<T> condition, T value) {
        return condition.isEmpty() || condition.contains(value);
    }
}
