package org.radhub.app.health;

import org.radhub.storage.SpoolHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Up while what arrives is indexed and uploaded. Out of service, but not down, while the database or the object store is away: the hub goes on
 * taking studies in, and catches up by itself.
 */
@Component("storage")
class StorageHealth implements HealthIndicator {
    private final SpoolHealth spool;

    StorageHealth(SpoolHealth spool) {
        this.spool = spool;
    }

    @Override
    public Health health() {
        var now = spool.now();
        var well = now.indexing() && now.lastUploadError().isEmpty();
        var health = Health.status(well ? Status.UP : Status.OUT_OF_SERVICE)
                .withDetail("spoolBytes", now.spoolBytes())
                .withDetail("freeBytes", now.freeBytes())
                .withDetail("unindexedInstances", now.unindexed())
                .withDetail("uploadsWaiting", now.uploadsWaiting());
        now.lastUploadError().ifPresent(error -> health.withDetail("lastUploadError", error));
        return health.build();
    }
}
