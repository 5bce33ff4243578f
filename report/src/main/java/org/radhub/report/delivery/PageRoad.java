package org.radhub.report.delivery;

import java.io.IOException;
import java.time.Clock;
import org.radhub.report.Delivery;
import org.radhub.report.print.Documents;
import org.springframework.stereotype.Component;

/** The site's own page in the hub: delivered is what is printed and lies in the site's inbox. */
@Component
class PageRoad implements Road {
    static final String NAME = "page";

    private final Inbox inbox;
    private final Documents documents;
    private final Clock clock;

    PageRoad(Inbox inbox, Documents documents, Clock clock) {
        this.inbox = inbox;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void bring(Delivery delivery) throws IOException {
        documents
                .asOf(delivery.caseId(), delivery.version())
                .orElseThrow(() -> new IllegalStateException("there is no version " + delivery.version()));
        inbox.put(delivery, clock.instant());
    }
}
