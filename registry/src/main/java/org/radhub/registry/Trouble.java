package org.radhub.registry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Something that goes wrong again and again for one reason, such as each instance while a disk is full. The log says it once with its cause, then
 * once a minute how often, and that it is over. Whoever wants each of them with its stack sets the logger to debug. Safe for many threads.
 */
public final class Trouble {
    private static final long BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

    /** One success among failures does not end it. */
    private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

    private static final int LONGEST_CAUSE = 300;

    private final Logger log;
    private final String what;
    private final LongSupplier nanos;
    private volatile boolean lasting;
    private volatile long metAt;
    private long since;
    private long saidAt;
    private long times;

    /** @param what goes wrong, as a sentence without its end */
    public Trouble(Logger log, String what) {
        this(log, what, System::nanoTime);
    }

    Trouble(Logger log, String what, LongSupplier nanos) {
        this.log = log;
        this.what = what;
        this.nanos = nanos;
    }

    public synchronized void met(Throwable cause) {
        log.debug("{}", what, cause);
        var now = nanos.getAsLong();
        metAt = now;
        if (!lasting) {
            lasting = true;
            since = now;
            saidAt = now;
            times = 1;
            log.error("{}: {}", what, said(cause));
            return;
        }
        times++;
        if (now - saidAt >= BETWEEN_LINES) {
            saidAt = now;
            log.error("{}: {} times in {} s, the last: {}", what, times, seconds(now - since), said(cause));
        }
    }

    /** It went well. Costs nothing where nothing was wrong, and says nothing while it goes wrong in between. */
    public void passed() {
        if (lasting && nanos.getAsLong() - metAt > QUIET) {
            end();
        }
    }

    /** For what does not tell when it goes well. */
    public void passedUnlessMetWithin(Duration time) {
        if (lasting && nanos.getAsLong() - metAt > time.toNanos()) {
            end();
        }
    }

    private synchronized void end() {
        if (lasting) {
            lasting = false;
            log.info("{}: this is over; it was {} times in {} s", what, times, seconds(metAt - since));
        }
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    /** On one line: the failure, and what is at the bottom of it. */
    private static String said(Throwable failure) {
        var deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        var text =
                deepest == failure ? failure.toString() : failure.getClass().getSimpleName() + " because of " + deepest;
        var line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST_CAUSE ? line.substring(0, LONGEST_CAUSE) + "…" : line;
    }
}
