package org.radhub.router.sending;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.radhub.router.Destination;
import org.radhub.router.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives sendings to workers, as many as each destination may have at once, counted over all processes of the hub. Each destination has
 * workers of its own, so that one that is stuck keeps no other waiting.
 */
@Component
class Dispatcher implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int SIGNS_OF_LIFE = 4;

    private final Carriage with;
    private final TransactionTemplate transaction;
    private final Map<UUID, Delivery> running = new ConcurrentHashMap<>();
    private volatile Optional<ExecutorService> workers = Optional.empty();
    private Instant extendedAt = Instant.MIN;

    Dispatcher(Carriage with, PlatformTransactionManager transactions) {
        this.with = with;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void start() {
        var count = new AtomicLong();
        workers = Optional.of(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "sending-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Gives out nothing more, and waits a little while for workers to put down what they carry; leases see to the rest. */
    @Override
    public void stop() {
        var now = workers;
        workers = Optional.empty();
        running.values().forEach(delivery -> delivery.stop("the hub stops"));
        now.ifPresent(pool -> {
            pool.shutdown();
            try {
                if (!pool.awaitTermination(with.settings().stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("{} sendings are cut off", running.size());
                    pool.shutdownNow();
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

    @Scheduled(fixedDelayString = "${radhub.sending.round:PT1S}")
    synchronized void round() {
        if (!isRunning()) {
            return;
        }
        var now = with.clock().instant();
        keep(now);
        for (var name : with.queue().destinationsWithWork(now)) {
            fill(name);
            with.destinations().find(name).ifPresent(destination -> makeWay(destination, now));
        }
    }

    /** Signs of life for all that is carried here; what was lost is put down. What was tried for too long is given up. */
    private void keep(Instant now) {
        if (now.isBefore(extendedAt.plus(with.settings().lease().dividedBy(SIGNS_OF_LIFE)))) {
            return;
        }
        with.queue().giveUp(now.minus(with.settings().giveUpAfter()), now);
        var leases = List.copyOf(running.keySet());
        var held = with.queue().extend(leases, now.plus(with.settings().lease()));
        leases.stream()
                .filter(lease -> !held.contains(lease))
                .flatMap(lease -> Optional.ofNullable(running.get(lease)).stream())
                .forEach(delivery -> delivery.stop("its lease has run out"));
        extendedAt = now;
    }

    /** Gives out work for the destination until it has enough. */
    private void fill(String destination) {
        var more = true;
        while (more && isRunning()) {
            var delivery = transaction.execute(status -> next(destination));
            more = delivery.isPresent();
            delivery.ifPresent(this::begin);
        }
    }

    private Optional<Delivery> next(String name) {
        var now = with.clock().instant();
        return with.destinations()
                .hold(name)
                .filter(held ->
                        held.pausedUntil().map(until -> !now.isBefore(until)).orElse(true))
                // What has failed is tried with one sending, before all of them go there.
                .filter(held -> with.queue().onTheirWay(name, now)
                        < (held.failures() > 0 ? 1 : held.destination().concurrency()))
                .flatMap(held -> with.queue()
                        .claim(
                                name,
                                UUID.randomUUID(),
                                now,
                                now.plus(with.settings().lease()))
                        .map(claim -> new Delivery(claim, held.destination(), with)));
    }

    private void begin(Delivery delivery) {
        running.put(delivery.claim().lease(), delivery);
        try {
            workers.orElseThrow(() -> new RejectedExecutionException("the hub stops"))
                    .execute(() -> work(delivery));
        } catch (RejectedExecutionException e) {
            running.remove(delivery.claim().lease());
            with.settle(
                    () -> with.queue().putBack(delivery.claim(), with.clock().instant()));
        }
    }

    private void work(Delivery delivery) {
        try {
            delivery.run();
        } catch (DataAccessException | TransactionException e) {
            LOG.error("{}: how it ended could not be written down; its lease will run out", delivery, e);
        } finally {
            running.remove(delivery.claim().lease());
        }
        try {
            fill(delivery.claim().sending().destination());
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("the next sending waits for the next round: {}", e.getMessage());
        }
    }

    /** Where all places are taken and something of an earlier lane waits, the least urgent of those here makes way, one at a time. */
    private void makeWay(Destination destination, Instant now) {
        var here = running.values().stream()
                .filter(delivery -> delivery.claim().sending().destination().equals(destination.name()))
                .toList();
        var oneIsLeaving = here.stream().anyMatch(Delivery::isStopping);
        if (here.isEmpty()
                || oneIsLeaving
                || with.queue().onTheirWay(destination.name(), now) < destination.concurrency()) {
            return;
        }
        with.queue()
                .earliestWaiting(destination.name(), now)
                .flatMap(waiting -> leastUrgent(here, waiting))
                .ifPresent(delivery -> delivery.stop("something more urgent waits"));
    }

    /** How urgent it is may have been said after it was given out. */
    private Optional<Delivery> leastUrgent(List<Delivery> here, Lane waiting) {
        var lanes = with.queue()
                .lanes(here.stream().map(delivery -> delivery.claim().lease()).toList());
        return lanes.entrySet().stream()
                .filter(held -> held.getValue().compareTo(waiting) > 0)
                .max(Map.Entry.comparingByValue())
                .flatMap(held -> Optional.ofNullable(running.get(held.getKey())));
    }
}
