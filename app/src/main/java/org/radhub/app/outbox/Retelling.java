package org.radhub.app.outbox;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells again what a listener did not hear to its end: it failed, or its process was killed. Listeners hear a thing at least once, and each of
 * them makes sure that the second time changes nothing.
 */
@Component
class Retelling {
    private final IncompleteEventPublications incomplete;
    private final Duration patience;

    Retelling(IncompleteEventPublications incomplete, @Value("${radhub.app.outbox-patience:30s}") Duration patience) {
        this.incomplete = incomplete;
        this.patience = patience;
    }

    @Scheduled(fixedDelayString = "${radhub.app.outbox-interval:10s}", initialDelayString = "10s")
    void tellAgain() {
        incomplete.resubmitIncompletePublicationsOlderThan(patience);
    }
}
