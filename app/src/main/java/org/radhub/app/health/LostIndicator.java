package org.radhub.app.health;

import org.radhub.storage.SpoolHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Degraded while instances are lost that the hub had acknowledged: a disk has damaged them, and they have not been sent again. */
@Component("lostHealthIndicator")
class LostIndicator implements HealthIndicator {
    private final SpoolHealth spool;

    LostIndicator(SpoolHealth spool) {
        this.spool = spool;
    }

    @Override
    public Health health() {
        var now = spool.now();
        return Health.status(now.lostInstances() > 0 ? Degraded.STATUS : Status.UP)
                .withDetail("damagedPacks", now.damagedPacks())
                .withDetail("lostInstances", now.lostInstances())
                .build();
    }
}
