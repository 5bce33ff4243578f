package org.radhub.storage.intake;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How large the batches are that go into the index, and how long each takes. */
@Component
class IndexMeters {
    private final DistributionSummary sizes;
    private final Timer times;

    IndexMeters(ObjectProvider<MeterRegistry> registry) {
        var meters = registry.getIfAvailable(SimpleMeterRegistry::new);
        this.sizes = DistributionSummary.builder("radhub.index.batch")
                .description("Instances that went into the index at once")
                .baseUnit("instances")
                .register(meters);
        this.times = Timer.builder("radhub.index.write")
                .description("Writing a batch into the index")
                .serviceLevelObjectives(
                        Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1))
                .register(meters);
    }

    void written(int instances, long nanos) {
        if (instances > 0) {
            sizes.record(instances);
            times.record(Duration.ofNanos(nanos));
        }
    }
}
