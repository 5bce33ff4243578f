package org.radhub.app.health;

import org.radhub.router.Listener;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the DICOM listener listens. */
@Component("dicom")
class DicomHealth implements HealthIndicator {
    private final Listener listener;

    DicomHealth(Listener listener) {
        this.listener = listener;
    }

    @Override
    public Health health() {
        var health = listener.port() > 0 ? Health.up() : Health.down();
        return health.withDetail("aeTitle", listener.aeTitle())
                .withDetail("port", listener.port())
                .build();
    }
}
