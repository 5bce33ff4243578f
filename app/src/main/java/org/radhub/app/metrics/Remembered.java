package org.radhub.app.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A figure that costs a query: asked anew only after a while, however many ask for it, and also when it could not be had. */
final class Remembered<T> implements Supplier<Optional<T>> {
    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    private final Supplier<T> source;
    private final Clock clock;
    private final Duration kept;
    private Instant askedAt = Instant.MIN;
    private Optional<T> value = Optional.empty();

    Remembered(Supplier<T> source, Clock clock, Duration kept) {
        this.source = source;
        this.clock = clock;
        this.kept = kept;
    }

    /** Empty while it cannot be had. */
    @Override
    public synchronized Optional<T> get() {
        var now = clock.instant();
        if (askedAt.equals(Instant.MIN) || !now.isBefore(askedAt.plus(kept)) || now.isBefore(askedAt)) {
            askedAt = now;
            try {
                value = Optional.of(source.get());
            } catch (RuntimeException e) {
                LOG.debug("a figure for monitoring cannot be had now", e);
                value = Optional.empty();
            }
        }
        return value;
    }
}
