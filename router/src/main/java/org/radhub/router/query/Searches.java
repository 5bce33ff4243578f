package org.radhub.router.query;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
    /** A patient level search looks at every study of its patients. */
    private static final int MOST_STUDIES_OF_PATIENTS = 200_000;

    private final Studies studies;

    Searches(Studies studies) {
        this.studies = studies;
    }

    /** The hits, found as they are asked for. */
    Iterator<Values> find(Identifier identifier, Scope scope) throws Rejected {
        return switch (identifier.level()) {
            case PATIENT -> patients(identifier, scope);
            case STUDY -> {
                var found = new StudyPages(studies, StudyKeys.of(identifier), scope);
                yield new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return found.hasNext();
                    }

                    @Override
                    public Values next() {
                        return Values.of(found.next());
                    }
                };
            }
            case SERIES -> matching(identifier, series(identifier, scope).map(one -> Values.of(one.study, one.series)));
            case IMAGE -> matching(identifier, images(identifier, scope));
        };
    }

    private record Patient(String site, String issuer, String id) {
        /** Identity is per issuer, and where none is named, per hospital. */
        static Patient of(Study study) {
            var issuer = study.patient().issuer();
            return new Patient(
                    issuer.isEmpty() ? study.site() : "",
                    issuer,
                    study.patient().id());
        }
    }

    private record Count(Study newest, int studies, int series, int instances) {
        static Count of(Study study) {
            return new Count(study, 1, study.seriesCount(), study.instanceCount());
        }

        Count plus(Count older) {
            return new Count(newest, studies + older.studies, series + older.series, instances + older.instances);
        }
    }

    private Iterator<Values> patients(Identifier identifier, Scope scope) throws Rejected {
        var patients = new LinkedHashMap<Patient, Count>();
        var found = new StudyPages(studies, StudyKeys.of(identifier), scope);
        for (var looked = 0; found.hasNext(); looked++) {
            if (looked == MOST_STUDIES_OF_PATIENTS) {
                throw Rejected.tooMany("More than " + MOST_STUDIES_OF_PATIENTS + " studies: please narrow the query");
            }
            var study = found.next();
            patients.merge(Patient.of(study), Count.of(study), Count::plus);
        }
        return patients.values().stream()
                .map(count -> Values.of(count.newest, count.studies, count.series, count.instances))
                .iterator();
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
