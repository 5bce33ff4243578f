package org.radhub.router.commitment;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.radhub.registry.Trouble;
import org.radhub.router.association.Afterthought;
import org.radhub.router.association.CommandSet;
import org.radhub.router.association.Element;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Tells a device on its own association what became of its requests, as long as it keeps that open. What is not told here is told elsewhere. */
@Component
class ReportHere {
    private static final Logger LOG = LoggerFactory.getLogger(ReportHere.class);
    private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Trouble away = new Trouble(LOG, "storage commitment waits while the database does not answer");
    private final CommitmentBook book;
    private final InHand inHand;
    private final CommitmentReview review;
    private final Settlement settlement;
    private final Clock clock;
    private final String aeTitle;

    ReportHere(
            CommitmentBook book,
            InHand inHand,
            CommitmentReview review,
            Settlement settlement,
            Clock clock,
            @Value("${radhub.dicom.ae-title:RADHUB}") String aeTitle) {
        this.book = book;
        this.inHand = inHand;
        this.review = review;
        this.settlement = settlement;
        this.clock = clock;
        this.aeTitle = aeTitle;
    }

    /** @param asked is in hand, and is let go of when it has been told or cannot be told here */
    Afterthought of(Asked asked, Exchange exchange) {
        return new Owed(asked, exchange);
    }

    private final class Owed implements Afterthought {
        private final Asked asked;
        private final Exchange exchange;
        private Duration pause = FIRST_LOOK_AGAIN;
        private long lookedAt = System.nanoTime() - FIRST_LOOK_AGAIN.toNanos();

        Owed(Asked asked, Exchange exchange) {
            this.asked = asked;
            this.exchange = exchange;
        }

        @Override
        public boolean attempt() throws IOException {
            if (System.nanoTime() - lookedAt < pause.toNanos()) {
                return false;
            }
            try {
                var report = review.report(asked);
                away.passed();
                if (report.isPresent()) {
                    tell(report.get());
                    return true;
                }
            } catch (DataAccessException | TransactionException e) {
                away.met(e);
            }
            // What was acknowledged a moment ago is indexed right behind it; what is missing then may take its time.
            lookedAt = System.nanoTime();
            var twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_BETWEEN_LOOKS) > 0 ? LONGEST_BETWEEN_LOOKS : twice;
            return false;
        }

        private void tell(Report report) throws IOException {
            var event = report.event(aeTitle);
            var transferSyntax = exchange.transferSyntaxFor(Report.PUSH_MODEL);
            var answer = exchange.ask(new Request(
                    CommandSet.N_EVENT_REPORT_RQ,
                    Report.PUSH_MODEL,
                    Map.of(
                            Element.AFFECTED_SOP_CLASS_UID, event.sopClassUid(),
                            Element.AFFECTED_SOP_INSTANCE_UID, event.sopInstanceUid(),
                            Element.EVENT_TYPE_ID, event.eventTypeId()),
                    Optional.of(event.information().encoded(transferSyntax.orElse(exchange.transferSyntaxUid()), ""))));
            if (answer.status() == 0) {
                settlement.told(asked, report);
                inHand.letGo(asked);
            } else {
                LOG.warn("{} answered its storage commitment report with {}", exchange.caller(), answer.status());
                missed();
            }
        }

        @Override
        public void missed() {
            inHand.letGo(asked);
            book.later(asked.id(), clock.instant());
        }
    }
}
