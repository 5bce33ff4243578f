package org.radhub.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.radhub.storage.SpoolHealth;
import org.springframework.stereotype.Component;

/** How it stands between the network and the object store, in this process. */
@Component
class SpoolMeters implements MeterBinder {
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Remembered<SpoolHealth.Snapshot> spool;

    SpoolMeters(SpoolHealth spool, Clock clock) {
        this.spool = new Remembered<>(spool::now, clock, KEPT);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        gauge(meters, "radhub.spool.size", "Packs that lie in the spool", "bytes", SpoolHealth.Snapshot::spoolBytes);
        gauge(
                meters,
                "radhub.spool.free",
                "Free space of the spool's file system",
                "bytes",
                SpoolHealth.Snapshot::freeBytes);
        gauge(
                meters,
                "radhub.index.waiting",
                "Instances kept and not yet indexed",
                null,
                SpoolHealth.Snapshot::unindexed);
        gauge(
                meters,
                "radhub.index.failing",
                "1 while the database does not take them",
                null,
                now -> now.indexing() ? 0 : 1);
        gauge(
                meters,
                "radhub.uploads.waiting",
                "Packs that the object store has not confirmed",
                null,
                SpoolHealth.Snapshot::uploadsWaiting);
        gauge(
                meters,
                "radhub.uploads.failing",
                "1 while the object store refuses them",
                null,
                now -> now.lastUploadError().isPresent() ? 1 : 0);
        gauge(
                meters,
                "radhub.instances.lost",
                "Instances that a disk has damaged and that have not come again, in all processes",
                null,
                SpoolHealth.Snapshot::lostInstances);
        gauge(meters, "radhub.packs.damaged", "Packs that they were in", null, SpoolHealth.Snapshot::damagedPacks);
    }

    private void gauge(
            MeterRegistry meters,
            String name,
            String description,
            String unit,
            ToDoubleFunction<SpoolHealth.Snapshot> value) {
        Gauge.builder(name, spool, now -> now.get().map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }
}
