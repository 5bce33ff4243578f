package org.radhub.router.sending;

import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Lane;
import org.radhub.router.RoutingRule;
import org.radhub.storage.Study;

/** All rules and destinations at one moment, and what follows from them: a function of the study, its lane and the time alone. */
record RuleTable(List<RoutingRule> rules, List<Destination> destinations) {
    RuleTable {
        rules = List.copyOf(rules);
        destinations = List.copyOf(destinations);
    }

    /**
     * @param time when the study was complete, in the region's zone
     * @return names of the destinations that the rules send the study to, sorted
     */
    Set<String> destinationsOf(Study study, Lane lane, LocalTime time) {
        return allowed(
                study,
                rules.stream()
                        .filter(rule -> rule.covers(study, lane, time))
                        .flatMap(rule -> rule.destinations().stream())
                        .toList());
    }

    /** Those of the names that the study can be sent to at all: nothing goes back to where it came from. */
    Set<String> allowed(Study study, Collection<String> names) {
        Predicate<Destination> origin = destination -> destination.endpoint() instanceof Endpoint.Dicom dicom
                && dicom.peer().calledAeTitle().equals(study.callingAeTitle());
        var known = destinations.stream()
                .filter(origin.negate())
                .map(Destination::name)
                .collect(Collectors.toSet());
        return names.stream().filter(known::contains).collect(Collectors.toCollection(TreeSet::new));
    }
}
