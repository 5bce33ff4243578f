package org.radhub.registry.testing;

import java.time.Duration;
import java.time.Instant;

/** Stands still but for being moved, so that a test says how much time has passed. */
public final class MovedClock extends TestClock {
    private volatile Instant now;

    public MovedClock(String begins) {
        now = Instant.parse(begins);
    }

    @Override
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
