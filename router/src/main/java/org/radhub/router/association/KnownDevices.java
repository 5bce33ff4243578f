package org.radhub.router.association;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Sites;
import org.radhub.registry.Trouble;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Outgoing;
import org.radhub.router.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The registry as the listener asks it: the database itself at each call; and while that does not answer, what it said of all devices when it
 * last did, some seconds before. So a device that is switched off is out at its next call, and none that was known is refused because the
 * database restarts.
 */
@Component
class KnownDevices {
    private static final Logger LOG = LoggerFactory.getLogger(KnownDevices.class);

    /** While the database is away, calls do not all wait for it. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final Devices devices;
    private final Sites sites;
    private final Outgoing outgoing;
    private final Trouble away =
            new Trouble(LOG, "the database does not answer; callers are known as they were before");
    private volatile Optional<Known> last = Optional.empty();
    private final Semaphore trying = new Semaphore(1);
    private volatile boolean failed;
    private volatile long failedAt;

    KnownDevices(Devices devices, Sites sites, Outgoing outgoing) {
        this.devices = devices;
        this.sites = sites;
        this.outgoing = outgoing;
    }

    /**
     * @param askedAt System.nanoTime before it was asked
     * @param limits most associations by site, of those that have a limit of their own
     * @param askedToCommit as {@link #askedToCommit}
     */
    private record Known(
            long askedAt, Map<String, Device> devices, Map<String, Integer> limits, List<Peer> askedToCommit) {}

    Optional<Device> find(String aeTitle) {
        return asked(
                () -> devices.find(aeTitle),
                known -> Optional.ofNullable(known.devices().get(aeTitle)));
    }

    /**
     * Whether the device is registered no more as it was, as far as the registry was asked since then.
     *
     * @param since System.nanoTime when the device was found
     * @param stays what has to hold of it as it is registered now
     */
    boolean hasChanged(Device device, long since, Predicate<Device> stays) {
        return last.filter(known -> known.askedAt() - since > 0)
                .filter(known -> Optional.ofNullable(known.devices().get(device.aeTitle()))
                        .filter(stays)
                        .isEmpty())
                .isPresent();
    }

    OptionalInt mostAssociations(String site) {
        return asked(() -> sites.mostAssociations(site), known -> Optional.ofNullable(
                        known.limits().get(site))
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty));
    }

    /** Those whom the hub sends to and asks for storage commitment. */
    List<Peer> askedToCommit() {
        return asked(this::peers, Known::askedToCommit);
    }

    private List<Peer> peers() {
        return outgoing.destinations().stream()
                .filter(Destination::enabled)
                .map(Destination::endpoint)
                .filter(Endpoint.Dicom.class::isInstance)
                .map(Endpoint.Dicom.class::cast)
                .filter(Endpoint.Dicom::commitment)
                .map(Endpoint.Dicom::peer)
                .toList();
    }

    /** Asks for all that will have to be known while the database is away. */
    @Scheduled(fixedDelayString = "${radhub.dicom.registry-interval:PT5S}")
    void remember() {
        try {
            var at = System.nanoTime();
            var all =
                    devices.all().stream().collect(Collectors.toUnmodifiableMap(Device::aeTitle, Function.identity()));
            last = Optional.of(new Known(at, all, sites.associationLimits(), peers()));
            isThere();
        } catch (DataAccessException e) {
            LOG.debug("the registry is not to be had", e);
        }
    }

    private <T> T asked(Supplier<T> registry, Function<Known, T> remembered) {
        var known = last;
        if (known.isEmpty() || !failed) {
            return ask(registry, remembered, known);
        }
        // One caller waits to see whether the database is back, and not all of them.
        if (System.nanoTime() - failedAt < BETWEEN_TRIES.toNanos() || !trying.tryAcquire()) {
            return remembered.apply(known.get());
        }
        try {
            return ask(registry, remembered, known);
        } finally {
            trying.release();
        }
    }

    private <T> T ask(Supplier<T> registry, Function<Known, T> remembered, Optional<Known> known) {
        try {
            var answer = registry.get();
            isThere();
            return answer;
        } catch (DataAccessException e) {
            if (known.isEmpty()) {
                throw e;
            }
            failedAt = System.nanoTime();
            failed = true;
            away.met(e);
            return remembered.apply(known.get());
        }
    }

    private void isThere() {
        failed = false;
        away.passed();
    }
}
