package org.radhub.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radhub.storage.Evidence;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Studies that this process found complete, by what evidence, and that it found stored. */
@Component
class StudyMeters {
    private final Map<Evidence.Kind, Counter> completed;
    private final Counter late;
    private final Counter stored;

    StudyMeters(MeterRegistry meters) {
        this.completed = Arrays.stream(Evidence.Kind.values())
                .collect(Collectors.toMap(Function.identity(), kind -> Counter.builder("radhub.studies.completed")
                        .description("Studies found complete, by the strongest evidence")
                        .tag("evidence", kind.name().toLowerCase(Locale.ROOT))
                        .register(meters)));
        this.late = Counter.builder("radhub.studies.late")
                .description("Complete studies that more came for")
                .register(meters);
        this.stored = Counter.builder("radhub.studies.stored")
                .description("Studies that the object store has all of")
                .register(meters);
    }

    @EventListener
    void on(StudyArrived event) {
        completed.get(event.evidence().kind()).increment();
    }

    @EventListener
    void on(InstancesArrivedLate event) {
        late.increment();
    }

    @EventListener
    void on(StudyStored event) {
        stored.increment();
    }
}
