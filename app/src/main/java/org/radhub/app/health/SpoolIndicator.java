package org.radhub.app.health;

import org.radhub.storage.SpoolHealth;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Out of service while the disk has no room for what would be sent: senders should go to another process of the hub. Degraded while
 * something cannot leave the spool because the disk hinders it.
 */
@Component("spoolHealthIndicator")
class SpoolIndicator implements HealthIndicator {
    private final SpoolHealth spool;
    private final long watermark;

    SpoolIndicator(SpoolHealth spool, @Value("${radhub.storage.watermark:1GB}") DataSize watermark) {
        this.spool = spool;
        this.watermark = watermark.toBytes();
    }

    @Override
    public Health health() {
        var now = spool.now();
        var health = Health.status(status(now))
                .withDetail("spoolBytes", now.spoolBytes())
                .withDetail("freeBytes", now.freeBytes())
                .withDetail("watermarkBytes", watermark);
        now.hindrance().ifPresent(why -> health.withDetail("hindrance", why));
        return health.build();
    }

    private Status status(SpoolHealth.Snapshot now) {
        if (now.freeBytes() < watermark) {
            return Status.OUT_OF_SERVICE;
        }
        return now.hindrance().isPresent() ? Degraded.STATUS : Status.UP;
    }
}
