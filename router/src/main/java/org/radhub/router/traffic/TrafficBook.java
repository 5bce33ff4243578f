package org.radhub.router.traffic;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.radhub.registry.Device;
import org.radhub.registry.Phrase;
import org.radhub.router.DeviceTraffic;
import org.radhub.router.DeviceTraffic.Refusal;
import org.radhub.router.Traffic;
import org.radhub.storage.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts what the devices do. Metrics have a label for a device only once it was let in, so there are never more than are registered.
 * Nothing here waits for the database, except what is scheduled.
 */
@Component
public class TrafficBook implements Traffic {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficBook.class);
    private static final String REASONS = "router.refused.";
    private static final int LONGEST_COMMENT = 200;
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final TrafficRows rows;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();
    private final Map<String, Timer> stores = new ConcurrentHashMap<>();

    TrafficBook(TrafficRows rows, Clock clock, ObjectProvider<MeterRegistry> meters) {
        this.rows = rows;
        this.clock = clock;
        this.meters = meters.getIfAvailable(SimpleMeterRegistry::new);
    }

    private record Key(String aeTitle, String site) {}

    @Override
    public List<DeviceTraffic> byDevice() {
        return rows.all(clock.instant());
    }

    /** The same intake, with what it keeps and does not keep counted. */
    public Intake counting(Intake intake) {
        return new CountedIntake(intake, this);
    }

    /** The device has opened an association. */
    public void associated(Device device) {
        var tally = tally(device);
        tally.open.incrementAndGet();
        tally.seen(clock.instant());
        meters.counter("radhub.dicom.associations.accepted", tags(tally)).increment();
    }

    /** An association of the device has ended. */
    public void left(Device device) {
        tally(device).open.decrementAndGet();
    }

    /** A call was refused, for one of the reasons {@code router.refused.…}. */
    public void rejected(Phrase reason) {
        meters.counter(
                        "radhub.dicom.associations.rejected",
                        "reason",
                        reason.key().substring(REASONS.length()))
                .increment();
    }

    /** The device was known, and there was no room for another association of it. */
    public void turnedAway(Device device, Phrase reason, String comment) {
        rejected(reason);
        refused(device.aeTitle(), device.site(), "RJ", comment);
    }

    void kept(String aeTitle, String site, long bytes, long nanos) {
        tally(aeTitle, site).kept(bytes, clock.instant());
        store("0000").record(Duration.ofNanos(nanos));
    }

    void notKept(String aeTitle, String site, String status, String comment, long nanos) {
        refused(aeTitle, site, status, comment);
        store(status).record(Duration.ofNanos(nanos));
    }

    /** The association broke within a data set: there is nobody to answer. */
    void broken(long nanos) {
        store("broken").record(Duration.ofNanos(nanos));
    }

    @Scheduled(fixedDelayString = "${radhub.dicom.traffic-interval:PT3S}")
    void writeNow() {
        try {
            rows.write(tallies.values(), clock.instant());
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("What the devices do is written once the database is back: {}", e.getMessage());
        }
    }

    private void refused(String aeTitle, String site, String status, String comment) {
        var line = comment.replaceAll("\\p{Cntrl}", " ");
        tally(aeTitle, site)
                .refused(new Refusal(
                        clock.instant(), status, line.substring(0, Math.min(line.length(), LONGEST_COMMENT))));
    }

    private Tally tally(Device device) {
        return tally(device.aeTitle(), device.site());
    }

    private Tally tally(String aeTitle, String site) {
        return tallies.computeIfAbsent(new Key(aeTitle, site), this::begin);
    }

    private Tally begin(Key key) {
        var tally = new Tally(key.aeTitle(), key.site(), clock.instant());
        FunctionCounter.builder("radhub.dicom.instances", tally, one -> one.instances.sum())
                .description("Instances kept")
                .tags(tags(tally))
                .register(meters);
        FunctionCounter.builder("radhub.dicom.received", tally, one -> one.bytes.sum())
                .description("Bytes kept, as Part 10 files")
                .baseUnit("bytes")
                .tags(tags(tally))
                .register(meters);
        Gauge.builder("radhub.dicom.associations.open", tally, one -> one.open.get())
                .description("Associations open now")
                .tags(tags(tally))
                .register(meters);
        return tally;
    }

    private static Tags tags(Tally tally) {
        return Tags.of("device", tally.aeTitle, "site", tally.site);
    }

    private Timer store(String status) {
        return stores.computeIfAbsent(status, code -> Timer.builder("radhub.dicom.store")
                .description("C-STORE by the status that was answered, from the command to the synced data set")
                .tag("status", code)
                .serviceLevelObjectives(BOUNDS)
                .register(meters));
    }
}
