package org.radhub.router.commitment;

import java.time.Clock;
import java.util.Optional;
import org.radhub.registry.Devices;
import org.radhub.router.EventReports;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Brings the reports that could not be told in the association that asked, each in an association of its own, again and again until the
 * device has confirmed it. Any number of processes may do so at once.
 */
@Component
class CommitmentCourier {
    private static final Logger LOG = LoggerFactory.getLogger(CommitmentCourier.class);
    private static final int AT_ONCE = 10;

    private final CommitmentBook book;
    private final CommitmentReview review;
    private final EventReports reports;
    private final Devices devices;
    private final Settings settings;
    private final Clock clock;
    private final String aeTitle;

    CommitmentCourier(
            CommitmentBook book,
            CommitmentReview review,
            EventReports reports,
            Devices devices,
            Settings settings,
            Clock clock,
            @Value("${radhub.dicom.ae-title:RADHUB}") String aeTitle) {
        this.book = book;
        this.review = review;
        this.reports = reports;
        this.devices = devices;
        this.settings = settings;
        this.clock = clock;
        this.aeTitle = aeTitle;
    }

    @Scheduled(fixedDelayString = "${radhub.commitment.round:1s}")
    void round() {
        try {
            // One at a time, so that none waits out its lease behind a device that is slow.
            for (int i = 0; i < AT_ONCE; i++) {
                var due = book.take(clock.instant(), CommitmentService.LEASE, 1);
                if (due.isEmpty()) {
                    return;
                }
                bring(due.get(0));
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("storage commitment waits while the database does not answer: {}", e.toString());
        }
    }

    private void bring(Asked asked) {
        var report = review.report(asked);
        if (report.isEmpty()) {
            book.later(asked.id(), clock.instant().plusSeconds(1));
            return;
        }
        var peer = peer(asked);
        if (peer.isEmpty()) {
            failed(asked, "nobody has said where the hub can call " + asked.aeTitle());
            return;
        }
        try {
            reports.report(peer.get(), report.get().event(aeTitle));
            book.reported(asked.id(), report.get().failed().size(), clock.instant());
        } catch (PeerFailed e) {
            failed(asked, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Peer> peer(Asked asked) {
        return devices.calledAt(asked.aeTitle())
                .map(address -> new Peer(address.host(), address.port(), asked.aeTitle(), aeTitle));
    }

    private void failed(Asked asked, String problem) {
        var next = clock.instant().plus(settings.backoffAfter(asked.attempts()));
        boolean over = next.isAfter(asked.askedAt().plus(settings.giveUp()));
        book.failed(asked.id(), over ? "GIVEN_UP" : "OWED", next, problem);
        if (over) {
            LOG.error(
                    "{} was not told of its storage commitment {}, and has to ask again: {}",
                    asked.aeTitle(),
                    asked.transactionUid(),
                    problem);
        }
    }
}
