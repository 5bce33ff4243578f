package org.radhub.registry.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test puts forward and back. */
public abstract class TestClock extends Clock {
    public abstract void advance(Duration by);

    @Override
    public final ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public final Clock withZone(ZoneId zone) {
        return this;
    }
}
