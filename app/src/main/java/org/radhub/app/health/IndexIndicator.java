package org.radhub.app.health;

import java.time.Duration;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.Studies;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Out of service until the index has what came before the start: until then it cannot say what a study consists of. Degraded while what is
 * kept does not get into it: it is kept all the same.
 */
@Component("indexHealthIndicator")
class IndexIndicator implements HealthIndicator {
    private final SpoolHealth spool;
    private final Studies studies;

    IndexIndicator(SpoolHealth spool, Studies studies) {
        this.spool = spool;
        this.studies = studies;
    }

    @Override
    public Health health() {
        var now = spool.now();
        var working = now.indexing() ? Status.UP : Degraded.STATUS;
        return Health.status(studies.isWhole(Duration.ZERO) ? working : Status.OUT_OF_SERVICE)
                .withDetail("unindexedInstances", now.unindexed())
                .build();
    }
}
