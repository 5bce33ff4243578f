package org.radhub.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radhub.app.outbox.Backlog;
import org.radhub.registry.Scope;
import org.radhub.report.Deliveries;
import org.radhub.report.DeliveryState;
import org.radhub.workflow.CaseQuery;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.ReadCases;
import org.springframework.stereotype.Component;

/** How many cases, deliveries and untold events there are. The same in every process: they are counted in the database. */
@Component
class CaseMeters implements MeterBinder {
    private static final Duration KEPT = Duration.ofSeconds(15);

    private final Remembered<Map<CaseState, Long>> cases;
    private final Remembered<Map<DeliveryState, Long>> deliveries;
    private final Remembered<Backlog.Size> outbox;

    CaseMeters(ReadCases cases, Deliveries deliveries, Backlog outbox, Clock clock) {
        this.cases = new Remembered<>(() -> byState(cases), clock, KEPT);
        this.deliveries = new Remembered<>(deliveries::byState, clock, KEPT);
        this.outbox = new Remembered<>(outbox::now, clock, KEPT);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (var state : CaseState.values()) {
            Gauge.builder("radhub.cases", cases, now -> count(now.get(), state))
                    .description("Read cases by state")
                    .tag("state", word(state))
                    .register(meters);
        }
        for (var state : DeliveryState.values()) {
            Gauge.builder("radhub.deliveries", deliveries, now -> count(now.get(), state))
                    .description("Deliveries of reports by state")
                    .tag("state", word(state))
                    .register(meters);
        }
        Gauge.builder("radhub.outbox.waiting", outbox, now -> now.get()
                        .map(size -> (double) size.events())
                        .orElse(Double.NaN))
                .description("Events that a listener has not heard to the end")
                .register(meters);
        Gauge.builder("radhub.outbox.oldest", outbox, now -> now.get()
                        .map(size -> size.oldest().toMillis() / 1000.0)
                        .orElse(Double.NaN))
                .description("Age of the oldest of those")
                .baseUnit("seconds")
                .register(meters);
    }

    private static Map<CaseState, Long> byState(ReadCases cases) {
        return Arrays.stream(CaseState.values()).collect(Collectors.toMap(Function.identity(), state -> {
            var query = new CaseQuery(Optional.of(state), Optional.empty(), Optional.empty(), Optional.empty(), 1, 1);
            return (long) cases.search(query, Scope.EVERYTHING).total();
        }));
    }

    private static <S> double count(Optional<Map<S, Long>> counts, S state) {
        return counts.map(known -> (double) known.getOrDefault(state, 0L)).orElse(Double.NaN);
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
