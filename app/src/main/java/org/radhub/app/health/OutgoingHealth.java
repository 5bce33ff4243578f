package org.radhub.app.health;

import java.util.LinkedHashMap;
import java.util.Map;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Outgoing;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the queue can be read. A destination that cannot be called is a detail of it: the hub is well, and goes on trying. */
@Component("outgoing")
class OutgoingHealth implements HealthIndicator {
    private final Outgoing outgoing;

    OutgoingHealth(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    @Override
    public Health health() {
        var health = Health.up();
        outgoing.health().forEach(one -> health.withDetail(one.destination(), detail(one)));
        return health.build();
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
