package org.radhub.app.health;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Outgoing;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Degraded while a destination cannot be called for longer than a restart of it takes, or studies were given up and wait for a person. */
@Component("outgoing")
class OutgoingHealth implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Outgoing outgoing;
    private final Clock clock;

    OutgoingHealth(Outgoing outgoing, Clock clock) {
        this.outgoing = outgoing;
        this.clock = clock;
    }

    @Override
    public Health health() {
        try {
            var all = outgoing.health();
            var health = Health.status(all.stream().anyMatch(this::needsALook) ? Degraded.STATUS : Status.UP);
            all.forEach(one -> health.withDetail(one.destination(), detail(one)));
            return health.build();
        } catch (DataAccessException e) {
            return Health.unknown().withException(e).build();
        }
    }

    private boolean needsALook(DestinationHealth one) {
        var patientUntil = clock.instant().minus(PATIENCE);
        return one.dead() > 0
                || one.failingSince().filter(patientUntil::isAfter).isPresent();
    }

    private static Map<String, Object> detail(DestinationHealth health) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("waiting", health.waiting());
        detail.put("sending", health.sending());
        detail.put("dead", health.dead());
        health.failingSince().ifPresent(since -> detail.put("failingSince", since));
        return detail;
    }
}
