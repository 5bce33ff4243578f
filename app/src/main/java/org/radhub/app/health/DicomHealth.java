package org.radhub.app.health;

import org.radhub.router.Listener;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the DICOM listener listens on every port that it should, with the certificates that lie on disk. */
@Component("dicomHealthIndicator")
class DicomHealth implements HealthIndicator {
    private final Listener listener;
    private final boolean tls;

    DicomHealth(Listener listener, @Value("${radhub.dicom.tls.port:-1}") int tlsPort) {
        this.listener = listener;
        this.tls = tlsPort >= 0;
    }

    @Override
    public Health health() {
        var listens = listener.port() > 0 && (!tls || listener.tlsPort() > 0);
        var problem = listener.tlsProblem();
        var health = (!listens ? Health.down() : problem.isPresent() ? Health.status(Degraded.STATUS) : Health.up())
                .withDetail("aeTitle", listener.aeTitle())
                .withDetail("port", listener.port());
        if (tls) {
            health.withDetail("tlsPort", listener.tlsPort());
        }
        problem.ifPresent(why -> health.withDetail("tlsProblem", why));
        return health.build();
    }
}
