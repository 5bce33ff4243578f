package org.radhub.app.health;

import java.time.Duration;
import org.radhub.app.outbox.Backlog;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Degraded while an event waits for longer than telling it again should take: a listener fails at it. */
@Component("outboxHealthIndicator")
class OutboxIndicator implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Backlog backlog;

    OutboxIndicator(Backlog backlog) {
        this.backlog = backlog;
    }

    @Override
    public Health health() {
        try {
            var now = backlog.now();
            return Health.status(now.oldest().compareTo(PATIENCE) > 0 ? Degraded.STATUS : Status.UP)
                    .withDetail("events", now.events())
                    .withDetail("oldestSeconds", now.oldest().toSeconds())
                    .build();
        } catch (DataAccessException e) {
            return Health.unknown().withException(e).build();
        }
    }
}
