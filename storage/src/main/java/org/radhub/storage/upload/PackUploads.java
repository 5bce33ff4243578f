package org.radhub.storage.upload;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.radhub.registry.Trouble;
import org.radhub.storage.intake.Arriving;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends packs to the object store when they are due, a few at a time, for as long as it takes. An object store that is away stops nothing
 * but this.
 */
@Component
class PackUploads implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PackUploads.class);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(60);

    private final PackIndex packs;
    private final Trouble away = new Trouble(LOG, "uploads wait while the database does not answer");
    private final Trouble staying = new Trouble(LOG, "packs stay in the spool");
    private final Spool spool;
    private final PackUpload upload;
    private final Leftovers leftovers;
    private final Arriving arriving;
    private final Duration yields;
    private final Clock clock;
    private final Duration unused;
    private final int parallel;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private ExecutorService threads;
    private volatile boolean running;

    /** What failed last, by the pack that it failed for, until that has gone. */
    private final Map<UUID, Failure> failing = new ConcurrentHashMap<>();

    /** How often the store, or the database behind it, refused in a row. */
    private volatile int failures;

    private volatile Instant pausedUntil = Instant.MIN;
    private boolean leftoversGone;

    /**
     * @param unused how long nothing may have been appended to the pack of a study that does not become complete
     * @param yields how long a pack waits, after its last instance, while others arrive
     * @param parallel how many uploads run at once
     */
    PackUploads(
            PackIndex packs,
            Spool spool,
            PackUpload upload,
            Leftovers leftovers,
            Arriving arriving,
            Clock clock,
            @Value("${radhub.storage.unused:15m}") Duration unused,
            @Value("${radhub.storage.uploads-yield:10s}") Duration yields,
            @Value("${radhub.storage.uploads:2}") int parallel) {
        this.packs = packs;
        this.spool = spool;
        this.upload = upload;
        this.leftovers = leftovers;
        this.arriving = arriving;
        this.yields = yields;
        this.clock = clock;
        this.unused = unused;
        this.parallel = parallel;
    }

    /**
     * Why a pack stays in the spool.
     *
     * @param ofStore whether it is the object store that refused: if it takes another pack, it does so no longer
     */
    record Failure(String message, Instant at, boolean ofStore) {}

    /** Why the object store refused last, while it does. */
    Optional<Failure> lastRefusal() {
        return last(true);
    }

    /** Why a pack stays that the object store was not even asked to take. */
    Optional<Failure> lastHindrance() {
        return last(false);
    }

    private Optional<Failure> last(boolean ofStore) {
        return failing.values().stream()
                .filter(failure -> failure.ofStore() == ofStore)
                .max(Comparator.comparing(Failure::at));
    }

    @Override
    public synchronized void start() {
        var number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(
                parallel, task -> new Thread(task, "storage-upload-" + number.incrementAndGet()));
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("an upload does not end; the next start repeats it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Scheduled(fixedDelayString = "${radhub.storage.watch:500ms}")
    synchronized void begin() {
        if (running) {
            try {
                beginDue(clock.instant());
                away.passed();
            } catch (DataAccessException e) {
                away.met(e);
            }
        }
    }

    private void beginDue(Instant now) {
        if (!leftoversGone) {
            removeLeftovers();
        }
        if (isPausing(now) || failures > 0 && !underWay.isEmpty()) {
            return;
        }
        // While the store refuses, one pack finds out whether it still does.
        int limit = failures > 0 ? 1 : Integer.MAX_VALUE;
        // Looked at before the database is asked: what ends in between is due in its answer, and gone.
        var busy = Set.copyOf(underWay);
        packs.due(spool.node(), now, now.minus(unused), spool.full()).stream()
                .filter(due -> !busy.contains(due.id()) && !isYielding(due, now))
                .limit(limit)
                .peek(due -> underWay.add(due.id()))
                .forEach(due -> threads.execute(() -> send(due)));
    }

    /** Senders wait for the same disk and processor, and nobody for the upload: it goes behind them, though not for ever. */
    private boolean isYielding(PackIndex.Due due, Instant now) {
        return arriving.isBusy()
                && !now.isBefore(due.lastEntryAt())
                && now.isBefore(due.lastEntryAt().plus(yields));
    }

    /** What an earlier run did not come to remove, and what it left half-written. */
    private void removeLeftovers() {
        try {
            leftovers.remove();
            spool.cutTails(packs::lastOffset);
            leftoversGone = true;
        } catch (IOException e) {
            LOG.warn("packs that are stored could not be removed from the spool", e);
        }
    }

    private void send(PackIndex.Due due) {
        try {
            if (upload.send(due)) {
                failures = 0;
                failing.remove(due.id());
                failing.values().removeIf(Failure::ofStore);
                if (failing.isEmpty()) {
                    staying.passed();
                }
            }
        } catch (IOException | RuntimeException e) {
            if (running) {
                postpone(due, e);
            }
        } finally {
            underWay.remove(due.id());
        }
    }

    private void postpone(PackIndex.Due due, Exception failure) {
        var now = clock.instant();
        boolean ofStore = failure instanceof PackUpload.Unconfirmed;
        var said = new Failure(String.valueOf(failure.getMessage()), now, ofStore);
        if (ofStore) {
            failing.put(due.id(), said);
            refused(now);
        }
        try {
            if (packs.isSpooled(due.id())) {
                failing.put(due.id(), said);
                staying.met(new IllegalStateException("pack " + due.id(), failure));
                packs.postponed(due.id(), now.plus(pause(due.attempts())));
            } else {
                failing.remove(due.id());
                LOG.warn(
                        "pack {} is done with, and its file is left in the spool until the next start",
                        due.id(),
                        failure);
            }
        } catch (RuntimeException e) {
            // What the database is away for says nothing of the pack. Where it answers and takes nothing, all would be
            // sent again at once.
            away.met(e);
            refused(now);
        }
    }

    /** Uploads that were under way together when the store went away are one refusal, and not as many as they are. */
    private void refused(Instant now) {
        synchronized (threads) {
            if (!isPausing(now)) {
                pausedUntil = now.plus(pause(failures));
                failures++;
            }
        }
    }

    /** A pause that is longer than any was made before the clock was set back. */
    private boolean isPausing(Instant now) {
        return now.isBefore(pausedUntil) && !now.plus(MAX_PAUSE).isBefore(pausedUntil);
    }

    private static Duration pause(int failuresBefore) {
        var pause = Duration.ofSeconds(1L << Math.min(failuresBefore, 6));
        return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    }
}
