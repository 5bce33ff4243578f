package org.radhub.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.radhub.registry.Scope;
import org.radhub.storage.Conflicts;
import org.springframework.stereotype.Component;

/** How many images that were kept aside nobody has looked into. The same in every process. */
@Component
class ConflictMeters implements MeterBinder {
    private static final Duration KEPT = Duration.ofSeconds(15);

    private final Remembered<Long> open;

    ConflictMeters(Conflicts conflicts, Clock clock) {
        this.open = new Remembered<>(() -> conflicts.open(Scope.EVERYTHING), clock, KEPT);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("radhub.conflicts.open", open, now -> now.get()
                        .map(Long::doubleValue)
                        .orElse(Double.NaN))
                .description("Images kept aside, as another one has their UID, that nobody has decided on")
                .register(meters);
    }
}
