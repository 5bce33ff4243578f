package org.radhub.router.query;

import java.time.Duration;
import org.radhub.router.association.Status;
import org.radhub.storage.Studies;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Sees to it that nobody is told of, or sent, a part of a study as if it were all of it, while the hub comes back from a crash. */
@Component
public class WholeIndex {
    private final Studies studies;
    private final Duration patience;

    /** @param patience how long a request is held back for the index to be whole */
    WholeIndex(Studies studies, @Value("${radhub.query.index-patience:10s}") Duration patience) {
        this.studies = studies;
        this.patience = patience;
    }

    /** @param otherwise the code of the status that a request gets to which the hub cannot wait to answer */
    public void require(int otherwise) throws Rejected {
        if (!studies.isWhole(patience)) {
            throw new Rejected(new Status(otherwise, "The hub has just started and reads what came before; ask again"));
        }
    }
}
