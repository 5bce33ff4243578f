package org.radhub.storage.processes;

import org.radhub.registry.Trouble;
import org.radhub.storage.intake.IndexFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Says every second that this process is there, and at its stop that it has gone in good order. */
@Component
class Pulse implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Trouble away = new Trouble(LOG, "the other processes cannot be told that this one is there");
    private final ProcessBook book;
    private final IndexFeed index;
    private boolean running;

    Pulse(ProcessBook book, IndexFeed index) {
        this.book = book;
        this.index = index;
    }

    @Scheduled(fixedDelayString = "${radhub.storage.pulse:1s}")
    synchronized void beat() {
        if (running) {
            told(() -> book.isHere(index.process(), index.isCatchingUp()));
        }
    }

    @Scheduled(fixedDelay = 3_600_000)
    void forget() {
        told(book::forget);
    }

    private void told(Runnable what) {
        try {
            what.run();
            away.passed();
        } catch (DataAccessException | TransactionException e) {
            away.met(e);
        }
    }

    @Override
    public synchronized void start() {
        book.requireAlone();
        running = true;
        beat();
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (index.isBehind()) {
            told(() -> book.isHere(index.process(), true));
        } else {
            told(book::leave);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** Starts before anything is fed or uploaded, and stops after the feed has written what it had. */
    @Override
    public int getPhase() {
        return index.getPhase() - 1;
    }
}
