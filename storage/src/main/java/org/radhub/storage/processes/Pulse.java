package org.radhub.storage.processes;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.radhub.registry.Trouble;
import org.radhub.storage.intake.IndexFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Says every second that this process is there, and at its stop that it has gone in good order. In a thread of its own: others wait for what the
 * scheduled jobs wait for.
 */
@Component
class Pulse implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    /** Below that of the web server, so that this starts before anything is taken in, and stops when nothing is any more. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private static final long LEAVING_SECONDS = 5;

    private final Trouble away = new Trouble(LOG, "the other processes cannot be told that this one is there");
    private final ProcessBook book;

    /** Not the feed itself: Spring starts what a bean depends on before it, whatever their phases are. */
    private final ObjectProvider<IndexFeed> index;

    private final ConfigurableApplicationContext hub;
    private final Duration pulse;
    private volatile ScheduledExecutorService thread;

    /** Another process has this one's name: it stops, which takes a while. */
    private volatile boolean doubled;

    Pulse(
            ProcessBook book,
            ObjectProvider<IndexFeed> index,
            ConfigurableApplicationContext hub,
            @Value("${radhub.storage.pulse:1s}") Duration pulse) {
        this.book = book;
        this.index = index;
        this.hub = hub;
        this.pulse = pulse;
    }

    @Override
    public synchronized void start() {
        book.requireAlone();
        told(this::beat);
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var beating = new Thread(task, "storage-pulse");
            beating.setDaemon(true);
            return beating;
        });
        thread.scheduleWithFixedDelay(
                () -> told(this::beat), pulse.toMillis(), pulse.toMillis(), TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(() -> told(book::forget), 0, 1, TimeUnit.HOURS);
    }

    private void beat() {
        if (!doubled
                && !book.isHere(index.getObject().process(), index.getObject().isCatchingUp())) {
            doubled = true;
            LOG.error("{}; this process stops", book.doubled());
            new Thread(hub::close, "storage-doubled").start();
        }
    }

    private void told(Runnable what) {
        try {
            what.run();
            away.passed();
        } catch (RuntimeException e) {
            // Whatever it was: the next beat would not come.
            away.met(e);
        }
    }

    @Override
    public synchronized void stop() {
        var last = thread.submit(() -> told(this::leave));
        thread.shutdown();
        try {
            last.get(LEAVING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the other processes could not be told that this one stops: the database does not answer");
        } catch (ExecutionException e) {
            LOG.warn("the other processes could not be told that this one stops", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        thread = null;
    }

    private void leave() {
        var feed = index.getObject();
        if (feed.isBehind()) {
            book.isHere(feed.process(), true);
        } else {
            book.leave(feed.process());
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
