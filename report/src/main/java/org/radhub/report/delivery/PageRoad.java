package org.radhub.report.delivery;

import java.time.Clock;
import org.radhub.report.Delivery;
import org.springframework.stereotype.Component;

/** The site's own page in the hub: delivered is what lies in the site's inbox. */
@Component
class PageRoad implements Road {
    static final String NAME = "page";

    private final Inbox inbox;
    private final Clock clock;

    PageRoad(Inbox inbox, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void bring(Delivery delivery) {
        inbox.put(delivery, clock.instant());
    }
}
