package org.radhub.app.health;

import org.radhub.report.Deliveries;
import org.radhub.report.DeliveryState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Degraded while a report could not be delivered and waits for a person. */
@Component("deliveriesHealthIndicator")
class DeliveriesIndicator implements HealthIndicator {
    private final Deliveries deliveries;

    DeliveriesIndicator(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    public Health health() {
        try {
            var now = deliveries.byState();
            var dead = now.getOrDefault(DeliveryState.DEAD, 0L);
            return Health.status(dead > 0 ? Degraded.STATUS : Status.UP)
                    .withDetail("waiting", now.getOrDefault(DeliveryState.QUEUED, 0L))
                    .withDetail("dead", dead)
                    .build();
        } catch (DataAccessException e) {
            return Health.unknown().withException(e).build();
        }
    }
}
