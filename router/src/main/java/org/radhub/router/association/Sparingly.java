package org.radhub.router.association;

import java.util.concurrent.TimeUnit;

/** Lets a few log lines of one kind pass in each period, so that a storm of calls does not become a storm of lines. */
final class Sparingly {
    private static final int LINES = 20;
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(10);

    private long since = System.nanoTime();
    private int lines;

    synchronized boolean allows() {
        var now = System.nanoTime();
        if (now - since > PERIOD) {
            since = now;
            lines = 0;
        }
        return lines++ < LINES;
    }
}
