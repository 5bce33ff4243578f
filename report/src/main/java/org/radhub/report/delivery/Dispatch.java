package org.radhub.report.delivery;

import java.time.Clock;
import java.util.UUID;
import org.radhub.report.ReportVersion;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Queues the deliveries of a version, in the transaction that issues it. */
@Component
public class Dispatch {
    private final DeliveryQueue queue;
    private final Clock clock;

    Dispatch(DeliveryQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** To the page of the site that sent the study. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void toSendingSite(ReportVersion version, String site) {
        queue.add(UUID.randomUUID(), version, site, PageRoad.NAME, clock.instant());
    }

    /** To everyone whom an earlier version of the same report went to, or is on its way to, by the same roads. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void toAllWhoHad(ReportVersion version) {
        for (var recipient : queue.recipientsOf(version.caseId())) {
            queue.add(UUID.randomUUID(), version, recipient.site(), recipient.road(), clock.instant());
        }
    }
}
