package org.radhub.app.health;

import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StoreHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Degraded while the object store cannot be used, or refuses uploads: they wait in the spool, and what it has cannot be read. */
@Component("storeHealthIndicator")
class StoreIndicator implements HealthIndicator {
    private final SpoolHealth spool;
    private final StoreHealth store;

    StoreIndicator(SpoolHealth spool, StoreHealth store) {
        this.spool = spool;
        this.store = store;
    }

    @Override
    public Health health() {
        var now = spool.now();
        var problem = store.problem();
        var well = problem.isEmpty() && now.lastUploadError().isEmpty();
        var health =
                Health.status(well ? Status.UP : Degraded.STATUS).withDetail("uploadsWaiting", now.uploadsWaiting());
        problem.ifPresent(
                found -> health.withDetail("problem", found.message()).withDetail("problemSince", found.since()));
        now.lastUploadError().ifPresent(error -> health.withDetail("lastUploadError", error));
        now.lastUploadErrorAt().ifPresent(at -> health.withDetail("lastUploadErrorAt", at));
        return health.build();
    }
}
