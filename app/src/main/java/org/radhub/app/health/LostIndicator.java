package org.radhub.app.health;

import org.radhub.storage.SpoolHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Degraded while instances are lost that the hub had acknowledged (a disk has damaged them, and they have not been sent again), and while
 * some cannot leave the spool because its disk hinders it.
 */
@Component("lostHealthIndicator")
class LostIndicator implements HealthIndicator {
    private final SpoolHealth spool;

    LostIndicator(SpoolHealth spool) {
        this.spool = spool;
    }

    @Override
    public Health health() {
        var now = spool.now();
        var well = now.lostInstances() == 0 && now.hindrance().isEmpty();
        var health = Health.status(well ? Status.UP : Degraded.STATUS)
                .withDetail("damagedPacks", now.damagedPacks())
                .withDetail("lostInstances", now.lostInstances());
        now.hindrance().ifPresent(why -> health.withDetail("hindrance", why));
        return health.build();
    }
}
