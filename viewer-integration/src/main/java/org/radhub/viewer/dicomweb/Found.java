package org.radhub.viewer.dicomweb;

import java.util.List;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.viewer.access.Looks;
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

    /** The study that the path names. */
    Study study(Asked asked, String what) {
        return study(asked, asked.study(), what);
    }

    Study study(Asked asked, String study, String what) {
        return looks.at(asked.viewing(), study, asked.site(), what);
    }

    /** @throws Refused NOT_FOUND */
    Series series(Study study, String series) {
        return studies.seriesOf(study.id()).stream()
                .filter(candidate -> candidate.seriesInstanceUid().equals(series))
                .findFirst()
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-such-series")));
    }

    /** The instance that the path names. */
    Instance instance(Study study, Asked asked) {
        return instance(study, asked.series(), asked.instance());
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
