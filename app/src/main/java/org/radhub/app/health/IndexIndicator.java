package org.radhub.app.health;

import org.radhub.storage.SpoolHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Degraded while what is kept does not get into the index: it is kept all the same. */
@Component("indexHealthIndicator")
class IndexIndicator implements HealthIndicator {
    private final SpoolHealth spool;

    IndexIndicator(SpoolHealth spool) {
        this.spool = spool;
    }

    @Override
    public Health health() {
        var now = spool.now();
        return Health.status(now.indexing() ? Status.UP : Degraded.STATUS)
                .withDetail("unindexedInstances", now.unindexed())
                .build();
    }
}
