package org.radhub.app.health;

import org.radhub.storage.SpoolHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Degraded while the object store refuses uploads: they wait in the spool, and nothing else does. */
@Component("storeHealthIndicator")
class StoreIndicator implements HealthIndicator {
    private final SpoolHealth spool;

    StoreIndicator(SpoolHealth spool) {
        this.spool = spool;
    }

    @Override
    public Health health() {
        var now = spool.now();
        var health = Health.status(now.lastUploadError().isEmpty() ? Status.UP : Degraded.STATUS)
                .withDetail("uploadsWaiting", now.uploadsWaiting());
        now.lastUploadError().ifPresent(error -> health.withDetail("lastUploadError", error));
        now.lastUploadErrorAt().ifPresent(at -> health.withDetail("lastUploadErrorAt", at));
        return health.build();
    }
}
