package org.radhub.router.commitment;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.radhub.registry.Devices;
import org.radhub.registry.Trouble;
import org.radhub.router.EventReports;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Brings the reports that could not be told in the association that asked, each in an association of its own, again and again until the
 * device has confirmed it. Each device has a worker of its own, so that one that is silent keeps no other waiting, and one that cannot be
 * called is left alone for longer each time. Any number of processes may do so at once.
 */
@Component
class CommitmentCourier implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(CommitmentCourier.class);
    private static final long STOP_SECONDS = 2;

    private final Trouble away = new Trouble(LOG, "storage commitment waits while the database does not answer");
    private final CommitmentBook book;
    private final InHand inHand;
    private final CommitmentReview review;
    private final Settlement settlement;
    private final EventReports reports;
    private final Devices devices;
    private final Settings settings;
    private final Clock clock;
    private final String aeTitle;
    private final Set<String> visited = ConcurrentHashMap.newKeySet();
    private volatile Optional<ExecutorService> workers = Optional.empty();

    CommitmentCourier(
            CommitmentBook book,
            InHand inHand,
            CommitmentReview review,
            Settlement settlement,
            EventReports reports,
            Devices devices,
            Settings settings,
            Clock clock,
            @Value("${radhub.dicom.ae-title:RADHUB}") String aeTitle) {
        this.book = book;
        this.inHand = inHand;
        this.review = review;
        this.settlement = settlement;
        this.reports = reports;
        this.devices = devices;
        this.settings = settings;
        this.clock = clock;
        this.aeTitle = aeTitle;
    }

    @Override
    public void start() {
        workers = Optional.of(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "commitment-report");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Cuts calls short; their reports are still owed. */
    @Override
    public void stop() {
        var now = workers;
        workers = Optional.empty();
        now.ifPresent(pool -> {
            pool.shutdownNow();
            try {
                if (!pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("calls to {} are cut off", visited);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return workers.isPresent();
    }

    @Scheduled(fixedDelayString = "${radhub.commitment.round:1s}")
    void round() {
        try {
            inHand.renew();
            var room = settings.mostCalls() - visited.size();
            if (room > 0) {
                book.devicesToCall(clock.instant(), visited, room).forEach(this::begin);
            }
            away.passed();
        } catch (DataAccessException | TransactionException e) {
            away.met(e);
        }
    }

    private void begin(String device) {
        var pool = workers;
        if (pool.isEmpty() || !visited.add(device)) {
            return;
        }
        try {
            pool.get().execute(() -> visit(device));
        } catch (RejectedExecutionException e) {
            visited.remove(device);
            LOG.debug("{} is told of its storage commitment after the next start", device, e);
        }
    }

    /** Brings the device all that is due, or finds that it cannot be called. */
    private void visit(String device) {
        try {
            var due = inHand.take(device, 1);
            while (!due.isEmpty() && bring(due.get(0))) {
                due = inHand.take(device, 1);
            }
        } catch (DataAccessException | TransactionException e) {
            away.met(e);
        } catch (RuntimeException e) {
            LOG.error("{} could not be told of its storage commitment", device, e);
        } finally {
            visited.remove(device);
        }
    }

    /** @return whether it makes sense to bring the device more */
    private boolean bring(Asked asked) {
        try {
            var report = review.report(asked);
            if (report.isEmpty()) {
                book.later(asked.id(), clock.instant().plusSeconds(1));
                return true;
            }
            var peer = devices.find(asked.aeTitle())
                    .flatMap(device -> devices.calledAt(device.aeTitle()).map(at -> Peer.of(device, at, aeTitle)));
            if (peer.isEmpty()) {
                // No longer each time: somebody may say so at any moment.
                var pause = settings.backoff();
                book.notCalled(asked.aeTitle(), clock.instant(), pause, pause);
                failed(asked, "nobody has said where the hub can call " + asked.aeTitle(), Duration.ZERO);
                return false;
            }
            return told(asked, report.get(), peer.get());
        } finally {
            inHand.letGo(asked);
        }
    }

    private boolean told(Asked asked, Report report, Peer peer) {
        try {
            reports.report(peer, report.event(aeTitle));
            settlement.told(asked, report);
            book.called(asked.aeTitle());
            return true;
        } catch (PeerFailed e) {
            if (e.reason() == Reason.GIVEN_UP) {
                book.later(asked.id(), clock.instant());
            } else {
                book.notCalled(asked.aeTitle(), clock.instant(), settings.backoff(), settings.longestBackoff());
                // What it answers may be about this report; what else went wrong would have gone wrong with any.
                var itsAnswer = e.reason() == Reason.REJECTED || e.reason() == Reason.REFUSED;
                failed(asked, e.inWords(), itsAnswer ? settings.backoffAfter(asked.attempts()) : Duration.ZERO);
            }
            return false;
        }
    }

    private void failed(Asked asked, String problem, Duration pause) {
        book.failed(asked.id(), clock.instant().plus(pause), problem);
    }

    /** Leaves what could not be brought for days to the devices, which may ask again, and forgets what was over long ago. */
    @Scheduled(fixedDelayString = "${radhub.commitment.tidying:1m}")
    void tidy() {
        try {
            var now = clock.instant();
            var givenUp = book.giveUp(now.minus(settings.giveUp()), now);
            if (givenUp > 0) {
                LOG.error(
                        "{} storage commitment reports were given up: their devices could not be told and have to ask again",
                        givenUp);
            }
            var forgotten = 0;
            do {
                forgotten = book.forget(now.minus(settings.keep()));
            } while (forgotten > 0);
        } catch (DataAccessException | TransactionException e) {
            away.met(e);
        }
    }
}
