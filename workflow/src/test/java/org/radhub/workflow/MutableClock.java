package org.radhub.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.operaton.bpm.engine.impl.util.ClockUtil;
import org.radhub.registry.testing.SteppedClock;

/** A clock that a test can put forward; the engine's clock goes with it. */
final class MutableClock extends SteppedClock {
    @Override
    public synchronized void advance(Duration by) {
        super.advance(by);
        ClockUtil.setCurrentTime(Date.from(instant()));
    }

    void set(Instant to) {
        advance(Duration.between(instant(), to));
    }
}
