package org.radhub.app.devices;

import java.security.Principal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.NetworkAddress;
import org.radhub.registry.Sites;
import org.springframework.stereotype.Component;

/**
 * What people change of who may send, and whom the hub calls: each is on the trail before it is done (PS3.15 A.5.3.11, network configuration), and
 * what was refused is there as refused.
 */
@Component
public class DeviceChanges {
    private final Devices devices;
    private final Sites sites;
    private final AuditTrail trail;

    DeviceChanges(Devices devices, Sites sites, AuditTrail trail) {
        this.devices = devices;
        this.sites = sites;
        this.trail = trail;
    }

    /** See {@link Devices#admit}. */
    public Device admit(Principal who, String aeTitle, String address, String site) {
        var owner = devices.find(aeTitle).map(Device::site).orElse(site);
        return change(
                who,
                owner,
                aeTitle,
                "device admitted after a refused call, from " + address
                        + (site.isEmpty() || site.equals(owner) ? "" : ", as a device of " + site),
                () -> devices.admit(aeTitle, address, site));
    }

    /**
     * See {@link Devices#put}. What is about a registered device is on the trail of the site that it belongs to before.
     *
     * @param from the site that it is known to belong to so far; empty: its own
     */
    public void put(Principal who, Device device, String from) {
        var owner = devices.find(device.aeTitle()).map(Device::site);
        var what = owner.map(site -> site.equals(device.site())
                        ? "device changed"
                        : "device moved from " + site + " to " + device.site())
                .orElse("device registered");
        change(
                who,
                owner.orElse(device.site()),
                device.aeTitle(),
                what
                        + (device.enabled()
                                ? ", may call from " + String.join(" ", device.addresses())
                                : ", switched off")
                        + (device.certificates().isEmpty()
                                ? ""
                                : ", certificates " + String.join(" ", device.certificates())),
                () -> devices.put(device, from.isEmpty() ? device.site() : from));
    }

    /** See {@link Devices#callAt}. */
    public void callAt(Principal who, String aeTitle, Optional<NetworkAddress> address) {
        change(
                who,
                devices.find(aeTitle).map(Device::site).orElse(""),
                aeTitle,
                "device is called at "
                        + address.map(at -> at + (at.tls() ? " (TLS)" : "")).orElse("no address"),
                () -> devices.callAt(aeTitle, address));
    }

    /** See {@link Sites#limitAssociations}. */
    public void limitAssociations(Principal who, String site, OptionalInt most) {
        change(
                who,
                site,
                site,
                "associations limited to " + (most.isPresent() ? most.getAsInt() : "what every site may have"),
                () -> sites.limitAssociations(site, most));
    }

    private void change(Principal who, String site, String object, String detail, Runnable change) {
        change(who, site, object, detail, () -> {
            change.run();
            return true;
        });
    }

    private <T> T change(Principal who, String site, String object, String detail, Supplier<T> change) {
        trail.record(Access.to(AuditAction.SECURITY_ALERT, who.getName(), site, object, detail));
        try {
            return change.get();
        } catch (RuntimeException e) {
            trail.record(Access.refused(AuditAction.SECURITY_ALERT, who.getName(), site, object, detail));
            throw e;
        }
    }
}
