package org.radhub.router.query;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.radhub.registry.Scope;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.stereotype.Component;

/** Finds what an identifier asks for, within a scope. */
@Component
class Searches {
    private final Studies studies;

    Searches(Studies studies) {
        this.studies = studies;
    }

    /** The hits, found as they are asked for. */
    Iterator<Values> find(Identifier identifier, Scope scope) throws Rejected {
        return switch (identifier.level()) {
            case PATIENT ->
                values(
                        new PatientPages(studies, StudyKeys.of(identifier), scope),
                        found -> Values.of(found.newest(), found.studies(), found.series(), found.instances()));
            case STUDY -> values(new StudyPages(studies, StudyKeys.of(identifier), scope), Values::of);
            case SERIES -> matching(identifier, series(identifier, scope).map(one -> Values.of(one.study, one.series)));
            case IMAGE -> matching(identifier, images(identifier, scope));
        };
    }

    private static <T> Iterator<Values> values(Iterator<T> found, Function<T, Values> values) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public Values next() {
                return values.apply(found.next());
            }
        };
    }

    private record Found(Study study, Series series) {}

    private Stream<Found> series(Identifier identifier, Scope scope) {
        return studies.withUid(identifier.unique(Level.STUDY).get(0), scope).stream()
                .flatMap(study -> studies.seriesOf(study.id()).stream().map(series -> new Found(study, series)));
    }

    private Stream<Values> images(Identifier identifier, Scope scope) {
        var wanted = identifier.unique(Level.SERIES).get(0);
        return series(identifier, scope)
                .filter(found -> found.series.seriesInstanceUid().equals(wanted))
                .flatMap(found -> studies.instancesOf(found.series.id()).stream()
                        .map(instance -> Values.of(found.study, found.series, instance)));
    }

    /** Those that match the keys of every level. */
    private static Iterator<Values> matching(Identifier identifier, Stream<Values> all) throws Rejected {
        Predicate<Values> matches = values -> true;
        for (var attribute : identifier.keys().attributes()) {
            var key = Keys.find(attribute.tag());
            if (key.isPresent() && key.get().level().compareTo(identifier.level()) <= 0) {
                var one = Matching.of(key.get(), attribute.values());
                var universal = Matching.universal(attribute.values());
                matches = matches.and(values -> universal
                        || values.find(attribute.tag()).orElse(List.of()).stream()
                                .anyMatch(one));
            }
        }
        return all.filter(matches).iterator();
    }
}
