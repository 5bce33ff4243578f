package org.radhub.app.sending;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Outgoing;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The outgoing queue in numbers, per destination: how much waits, is on its way, was given up, and how old the oldest is. */
@Component
class SendingMetrics {
    private final Outgoing outgoing;
    private final Clock clock;
    private final MultiGauge waiting;
    private final MultiGauge sending;
    private final MultiGauge dead;
    private final MultiGauge oldest;
    private final MultiGauge failing;

    SendingMetrics(Outgoing outgoing, Clock clock, MeterRegistry registry) {
        this.outgoing = outgoing;
        this.clock = clock;
        this.waiting = gauge(registry, "radhub.outgoing.waiting", "Studies that wait to be sent");
        this.sending = gauge(registry, "radhub.outgoing.sending", "Studies that are being sent");
        this.dead = gauge(registry, "radhub.outgoing.dead", "Studies that could not be sent and were given up");
        this.oldest =
                gauge(registry, "radhub.outgoing.oldest", "Seconds since the oldest study not yet sent was queued");
        this.failing = gauge(registry, "radhub.outgoing.failing", "1 while the destination cannot be called");
    }

    @Scheduled(fixedDelayString = "${radhub.app.outgoing-metrics-interval:15s}")
    void measure() {
        var all = outgoing.health();
        var now = clock.instant();
        fill(waiting, all, DestinationHealth::waiting);
        fill(sending, all, DestinationHealth::sending);
        fill(dead, all, DestinationHealth::dead);
        fill(oldest, all, health -> health.oldestAt()
                .map(since -> Math.max(0.0, Duration.between(since, now).toSeconds()))
                .orElse(0.0));
        fill(failing, all, health -> health.failingSince().isPresent() ? 1 : 0);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static void fill(
            MultiGauge gauge, List<DestinationHealth> all, ToDoubleFunction<DestinationHealth> number) {
        gauge.register(
                all.stream()
                        .map(health -> MultiGauge.Row.of(
                                Tags.of("destination", health.destination()), number.applyAsDouble(health)))
                        .toList(),
                true);
    }
}
