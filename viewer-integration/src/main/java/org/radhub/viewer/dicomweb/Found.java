package org.radhub.viewer.dicomweb;

import java.util.List;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.viewer.access.Looks;
import org.radhub.viewer.access.Viewing;
import org.springframework.stereotype.Component;

/** Finds what an address names: a study that may be seen, a series of it, an instance of that. Each look is in the trail before. */
@Component
class Found {
    private final Looks looks;
    private final Studies studies;

    Found(Looks looks, Studies studies) {
        this.looks = looks;
        this.studies = studies;
    }

    Study study(Viewing viewing, String study, Optional<String> site, String what) {
        return looks.at(viewing, study, site, what);
    }

    /** @throws Refused NOT_FOUND */
    Series series(Study study, String series) {
        return studies.seriesOf(study.id()).stream()
                .filter(candidate -> candidate.seriesInstanceUid().equals(series))
                .findFirst()
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-such-series")));
    }

    /** @throws Refused NOT_FOUND */
    Instance instance(Study study, String series, String instance) {
        return studies.instance(study.id(), series, instance)
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-such-instance")));
    }

    List<Series> seriesOf(Study study) {
        return studies.seriesOf(study.id());
    }

    List<Instance> instancesOf(Series series) {
        return studies.instancesOf(series.id());
    }
}
