package org.radhub.router.retrieve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radhub.registry.Scope;
import org.radhub.router.association.Status;
import org.radhub.router.query.Identifier;
import org.radhub.router.query.Level;
import org.radhub.router.query.PatientStudies;
import org.radhub.router.query.Rejected;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Finds the instances that a retrieval is about, within a scope. */
@Component
class Selection {
    private static final int UNABLE_TO_CALCULATE = 0xA701;

    private final Studies studies;
    private final PatientStudies patientStudies;
    private final int mostInstances;

    /** @param mostInstances that one retrieval may be about */
    Selection(
            Studies studies,
            PatientStudies patientStudies,
            @Value("${radhub.retrieve.most-instances:100000}") int mostInstances) {
        this.studies = studies;
        this.patientStudies = patientStudies;
        this.mostInstances = mostInstances;
    }

    record Chosen(Study study, List<Instance> instances) {}

    /** Study by study; none without instances. */
    List<Chosen> of(Identifier identifier, Scope scope) throws Rejected {
        identifier.requireUnique();
        var all = new ArrayList<Chosen>();
        var count = 0;
        for (var study : studies(identifier, scope)) {
            var instances = instances(identifier, study).toList();
            count += instances.size();
            if (count > mostInstances) {
                throw new Rejected(new Status(
                        UNABLE_TO_CALCULATE,
                        "More than " + mostInstances + " instances: please retrieve fewer at once"));
            }
            if (!instances.isEmpty()) {
                all.add(new Chosen(study, instances));
            }
        }
        return all;
    }

    private List<Study> studies(Identifier identifier, Scope scope) throws Rejected {
        if (identifier.level() == Level.PATIENT) {
            return patientStudies.of(identifier, scope, mostInstances);
        }
        var patient = identifier.unique(Level.PATIENT);
        return identifier.unique(Level.STUDY).stream()
                .distinct()
                .flatMap(uid -> studies.withUid(uid, scope).stream())
                .filter(study -> !identifier.isBelowPatient()
                        || patient.contains(study.patient().id()))
                .toList();
    }

    private Stream<Instance> instances(Identifier identifier, Study study) {
        var series = studies.seriesOf(study.id()).stream().filter(one -> wants(identifier, one));
        var instances = series.flatMap(one -> studies.instancesOf(one.id()).stream());
        if (identifier.level() != Level.IMAGE) {
            return instances;
        }
        var wanted = identifier.unique(Level.IMAGE);
        return instances.filter(instance -> wanted.contains(instance.sopInstanceUid()));
    }

    private static boolean wants(Identifier identifier, Series series) {
        return identifier.level().compareTo(Level.SERIES) < 0
                || identifier.unique(Level.SERIES).contains(series.seriesInstanceUid());
    }
}
