package org.radhub.viewer.links;

import java.util.List;
import java.util.Optional;
import org.radhub.registry.Scope;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyQuery;
import org.springframework.stereotype.Component;

/** Other studies of the same patient: the same ID, of the same issuer, from the same site. */
@Component
class Priors {
    private static final int MOST = 30;
    private static final int LOOKED_AT = 200;

    private final Studies studies;

    Priors(Studies studies) {
        this.studies = studies;
    }

    /** Those within the scope, newest first; none for a patient without an ID. */
    List<Study> of(Study study, Scope scope) {
        var patient = study.patient();
        if (patient.id().isBlank()) {
            return List.of();
        }
        return studies.search(ofPatient(patient.id()), scope).stream()
                .filter(other -> other.site().equals(study.site())
                        && other.patient().id().equals(patient.id())
                        && other.patient().issuer().equals(patient.issuer())
                        && !other.id().equals(study.id()))
                .limit(MOST)
                .toList();
    }

    private static StudyQuery ofPatient(String id) {
        return new StudyQuery(
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                LOOKED_AT);
    }
}
