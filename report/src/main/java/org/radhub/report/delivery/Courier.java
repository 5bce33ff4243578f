package org.radhub.report.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radhub.report.Delivery;
import org.radhub.report.issued.Wording;
import org.radhub.workflow.ReportProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings what is queued to its recipients, as many couriers at once as there are processes. A try is counted in a transaction of its own
 * before it begins; then the delivery's row is held from the first byte to the mark "delivered", so that a courier that dies lets go of
 * it at once, and nobody else brings it meanwhile.
 */
@Component
class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    /** When a try whose end nobody told is due again; while it still runs, its row's lock keeps others off. */
    private static final Duration UNTOLD = Duration.ofSeconds(5);

    private static final int AT_A_TIME = 100;

    private final DeliveryQueue queue;
    private final Map<String, Road> roads;
    private final ReportProgress progress;
    private final Clock clock;
    private final Backoff backoff;
    private final DoubleSupplier random;
    private final TransactionTemplate transaction;

    @Autowired
    Courier(
            DeliveryQueue queue,
            List<Road> roads,
            ReportProgress progress,
            Clock clock,
            PlatformTransactionManager transactions,
            @Value("${radhub.report.delivery.first-wait:PT2S}") Duration firstWait,
            @Value("${radhub.report.delivery.longest-wait:PT10M}") Duration longestWait,
            @Value("${radhub.report.delivery.tries:12}") int tries) {
        this(
                queue,
                roads,
                progress,
                clock,
                transactions,
                new Backoff(firstWait, longestWait, tries),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    Courier(
            DeliveryQueue queue,
            List<Road> roads,
            ReportProgress progress,
            Clock clock,
            PlatformTransactionManager transactions,
            Backoff backoff,
            DoubleSupplier random) {
        this.queue = queue;
        this.roads = roads.stream().collect(Collectors.toUnmodifiableMap(Road::name, Function.identity()));
        this.progress = progress;
        this.clock = clock;
        this.backoff = backoff;
        this.random = random;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Tries everything that is due now, once. */
    @Scheduled(fixedDelayString = "${radhub.report.delivery.pause:PT1S}")
    void round() {
        for (int i = 0; i < AT_A_TIME; i++) {
            var now = clock.instant();
            var begun = transaction.execute(status -> queue.begin(now, now.plus(UNTOLD)));
            if (begun.isEmpty()) {
                return;
            }
            attempt(begun.get());
        }
    }

    private void attempt(Delivery delivery) {
        try {
            if (delivery.attempts() > backoff.tries()) {
                throw new IllegalStateException("the tries before ended with their process");
            }
            transaction.executeWithoutResult(status -> bring(delivery));
        } catch (RuntimeException | Error e) {
            transaction.executeWithoutResult(status -> failed(delivery, e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void bring(Delivery delivery) {
        if (queue.lockTry(delivery.id(), delivery.attempts()).isEmpty()) {
            return;
        }
        var road = roads.get(delivery.road());
        if (road == null) {
            throw new IllegalStateException("no such road: " + delivery.road());
        }
        try {
            road.bring(delivery);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        queue.delivered(delivery, clock.instant());
        progress.delivered(delivery.caseId(), delivery.recipientSite(), delivery.road(), delivery.version());
    }

    private void failed(Delivery delivery, Throwable cause) {
        if (queue.lockTry(delivery.id(), delivery.attempts()).isEmpty()) {
            return;
        }
        var now = clock.instant();
        var error = Wording.cleanLine(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        if (backoff.isOver(delivery.attempts())) {
            LOG.error("delivery {} of case {} is given up", delivery.id(), delivery.caseId(), cause);
            queue.givenUp(delivery, error, now);
        } else {
            LOG.warn(
                    "delivery {} of case {}, try {}: {}", delivery.id(), delivery.caseId(), delivery.attempts(), error);
            queue.failed(delivery, error, now.plus(backoff.after(delivery.attempts(), random)));
        }
    }
}
