package org.radhub.router.sending;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Lane;
import org.radhub.router.RoutingRule;
import org.radhub.storage.Study;

/** All rules and destinations at one moment, and what follows from them: a function of what has arrived and its lane alone. */
record RuleTable(List<RoutingRule> rules, List<Destination> destinations) {
    RuleTable {
        rules = List.copyOf(rules);
        destinations = List.copyOf(destinations);
    }

    /** Whether it makes a difference how urgent a study is. */
    boolean asksForLanes() {
        return rules.stream().anyMatch(rule -> rule.enabled() && !rule.lanes().isEmpty());
    }

    boolean asksForBodyParts() {
        return rules.stream()
                .anyMatch(rule -> rule.enabled() && !rule.bodyParts().isEmpty());
    }

    /**
     * @param lane empty while nobody knows: rules that ask for it say nothing yet
     * @return names of the destinations that the rules send the study to, sorted
     */
    Set<String> destinationsOf(Arrived arrived, Optional<Lane> lane) {
        return allowed(
                arrived.study(),
                rules.stream()
                        .filter(rule -> rule.covers(arrived.study(), arrived.bodyParts(), lane, arrived.time()))
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
