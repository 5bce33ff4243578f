package org.radhub.app.arrivals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radhub.registry.Access;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.registry.Site;
import org.radhub.registry.Sites;
import org.radhub.router.DeviceTraffic;
import org.radhub.router.Listener;
import org.radhub.router.RefusedCall;
import org.radhub.router.Traffic;
import org.radhub.storage.ArrivingStudies;
import org.radhub.storage.ArrivingStudy;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StoreHealth;
import org.springframework.stereotype.Component;

/**
 * Puts together what comes in. A coordinator sees all of it, a doctor what the own hospital sends, an administrator everything but who the
 * patients are.
 */
@Component
public class Arrivals {
    private static final int STUDIES = 40;
    private static final int REFUSED = 50;
    private static final String UNKNOWN = "router.refused.unknown-device";
    private static final Set<String> CAN_BE_ADMITTED = Set.of(UNKNOWN, "router.refused.wrong-address");

    private final Devices devices;
    private final Sites sites;
    private final Access access;
    private final Traffic traffic;
    private final Listener listener;
    private final ArrivingStudies studies;
    private final SpoolHealth spool;
    private final StoreHealth store;

    Arrivals(
            Devices devices,
            Sites sites,
            Access access,
            Traffic traffic,
            Listener listener,
            ArrivingStudies studies,
            SpoolHealth spool,
            StoreHealth store) {
        this.devices = devices;
        this.sites = sites;
        this.access = access;
        this.traffic = traffic;
        this.listener = listener;
        this.studies = studies;
        this.spool = spool;
        this.store = store;
    }

    /** A registered device, and what it does; nothing where it has never called. */
    public record Sender(Device device, Optional<DeviceTraffic> traffic) {
        public boolean active() {
            return traffic.filter(now -> now.openAssociations() > 0 || now.instancesPerMinute() > 0)
                    .isPresent();
        }
    }

    /** @param identified whether the person may see whose it is; if not, the patient must not be shown */
    public record Coming(ArrivingStudy arriving, boolean identified) {}

    /**
     * A refused call.
     *
     * @param admittable whether registering the device, or the address with it, would let it in
     * @param known whether a device of this AE title is registered, and its site is settled: the caller may be another one all the same
     * @param admitted whether it may call by now
     * @param site whose it is, or seems to be by its AE title; empty where nothing says so
     */
    public record Turned(RefusedCall call, boolean admittable, boolean known, boolean admitted, String site) {}

    /**
     * @param spool of this process; for those who run the hub
     * @param storeProblem why the object store takes nothing; for those who run the hub
     * @param refused calls; for those who run the hub
     */
    public record View(
            List<Sender> senders,
            List<Coming> studies,
            Optional<SpoolHealth.Snapshot> spool,
            Optional<StoreHealth.Problem> storeProblem,
            Optional<List<Turned>> refused) {}

    public View seenBy(Person person) {
        var runsTheHub = person.is(Role.ADMIN) || person.is(Role.COORDINATOR);
        if (!runsTheHub) {
            return new View(
                    senders(person, false), coming(person), Optional.empty(), Optional.empty(), Optional.empty());
        }
        var now = spool.now();
        return new View(
                senders(person, true),
                coming(person),
                Optional.of(now),
                store.problem().or(() -> lastRefusal(now)),
                Optional.of(refused()));
    }

    private static Optional<StoreHealth.Problem> lastRefusal(SpoolHealth.Snapshot now) {
        return now.lastUploadError()
                .flatMap(message -> now.lastUploadErrorAt().map(at -> new StoreHealth.Problem(message, at)));
    }

    /** Those that are at work first, then those heard of last. */
    private List<Sender> senders(Person person, boolean all) {
        Map<String, DeviceTraffic> now =
                traffic.byDevice().stream().collect(Collectors.toMap(DeviceTraffic::aeTitle, Function.identity()));
        return devices.all().stream()
                .filter(device -> all || device.site().equals(person.site()))
                .filter(device -> device.enabled() || now.containsKey(device.aeTitle()))
                .map(device -> new Sender(device, Optional.ofNullable(now.get(device.aeTitle()))))
                .sorted(Comparator.comparing((Sender sender) -> !sender.active())
                        .thenComparing(sender -> sender.device().site())
                        .thenComparing(sender -> sender.device().aeTitle()))
                .toList();
    }

    private List<Coming> coming(Person person) {
        var scope = access.scopeOf(person);
        var seen = person.is(Role.ADMIN) ? Scope.EVERYTHING : scope;
        return studies.within(seen, STUDIES).stream()
                .map(arriving ->
                        new Coming(arriving, scope.includes(arriving.study().key())))
                .toList();
    }

    public List<Turned> refused() {
        var codes = sites.all().stream().map(Site::code).toList();
        return listener.refusedCalls(REFUSED).stream()
                .map(call -> turned(call, codes))
                .toList();
    }

    private Turned turned(RefusedCall call, List<String> codes) {
        var known = devices.find(call.callingAeTitle());
        var admittable = CAN_BE_ADMITTED.contains(call.reason().key())
                && !call.callingAeTitle().isBlank()
                && known.map(Device::enabled).orElse(true);
        return new Turned(
                call,
                admittable,
                known.isPresent(),
                admittable && known.isPresent() && maySend(call),
                known.map(Device::site).orElseGet(() -> siteIn(call.callingAeTitle(), codes)));
    }

    private boolean maySend(RefusedCall call) {
        try {
            return devices.calling(call.callingAeTitle(), InetAddress.getByName(call.address()))
                    .isPresent();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a refused call from what is no address: " + call.address(), e);
        }
    }

    /** Engineers name devices after their hospitals. The longest code wins, so that TOWNA12_CT is not TOWNA1's. */
    private static String siteIn(String aeTitle, List<String> codes) {
        return codes.stream()
                .filter(aeTitle::startsWith)
                .max(Comparator.comparing(String::length))
                .orElse("");
    }
}
