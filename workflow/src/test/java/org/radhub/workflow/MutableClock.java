package org.radhub.workflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/** A clock that runs as the machine's does, and that a test can put forward; the engine's clock goes with it. */
final class MutableClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration by) {
        ahead = ahead.plus(by);
        ClockUtil.setCurrentTime(Date.from(instant()));
    }

    void set(Instant to) {
        advance(Duration.between(instant(), to));
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
