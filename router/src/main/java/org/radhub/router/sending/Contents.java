package org.radhub.router.sending;

import java.util.List;
import java.util.UUID;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.springframework.stereotype.Component;

/** What a study consists of now. */
@Component
class Contents {
    private final Studies studies;

    Contents(Studies studies) {
        this.studies = studies;
    }

    /** Series by series. */
    List<Instance> of(UUID studyId) {
        return studies.seriesOf(studyId).stream()
                .flatMap(series -> studies.instancesOf(series.id()).stream())
                .toList();
    }
}
