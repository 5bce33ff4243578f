package org.radhub.registry.testing;

import java.time.Duration;
import java.time.Instant;

/** Runs as the machine's does, and can be put forward and back. */
public class SteppedClock extends TestClock {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public synchronized void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
