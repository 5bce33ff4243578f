package org.radhub.app.api;

import java.security.Principal;
import java.util.List;
import java.util.OptionalInt;
import org.radhub.app.devices.DeviceChanges;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.NetworkAddress;
import org.radhub.registry.Site;
import org.radhub.registry.Sites;
import org.radhub.router.Listener;
import org.radhub.router.RefusedCall;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sites and devices of the region, and the calls that were refused. */
@RestController
@RequestMapping("/api")
@PreAuthorize("hasRole('ADMIN')")
class DeviceController {
    private static final int REFUSED_CALLS = 200;

    private final Sites sites;
    private final Devices devices;
    private final DeviceChanges changes;
    private final Listener listener;

    DeviceController(Sites sites, Devices devices, DeviceChanges changes, Listener listener) {
        this.sites = sites;
        this.devices = devices;
        this.changes = changes;
        this.listener = listener;
    }

    /** @param movedFrom code of the site that the device is registered for, when it is to belong to this one from now on; else left out */
    record DeviceBody(
            String site,
            String movedFrom,
            String description,
            String modality,
            List<String> addresses,
            Boolean enabled,
            List<String> certificates) {}

    @GetMapping("/sites")
    List<Site> sites() {
        return sites.all();
    }

    @GetMapping("/devices")
    List<Device> devices() {
        return devices.all();
    }

    @PutMapping("/devices/{aeTitle}")
    Device put(Principal who, @PathVariable String aeTitle, @RequestBody DeviceBody body) {
        var device = new Device(
                Input.required("aeTitle", aeTitle, 16),
                Input.required("site", body.site(), 16),
                Input.text("description", body.description(), 200),
                Input.text("modality", body.modality(), 16),
                body.addresses() == null ? List.of() : List.copyOf(body.addresses()),
                body.enabled() == null || body.enabled(),
                certificates(aeTitle, body));
        changes.put(who, device, Input.text("movedFrom", body.movedFrom(), 16));
        return devices.find(aeTitle).orElse(device);
    }

    /** Who does not speak of certificates leaves them as they are: a pinned device never becomes an unpinned one by an omission. */
    private List<String> certificates(String aeTitle, DeviceBody body) {
        if (body.certificates() != null) {
            return List.copyOf(body.certificates());
        }
        return devices.find(aeTitle).map(Device::certificates).orElse(List.of());
    }

    /** @param most how many associations the site's devices may have open at once; null: as many as the hub allows every site */
    record AssociationLimit(Integer most) {}

    @GetMapping("/sites/{code}/association-limit")
    AssociationLimit associationLimit(@PathVariable String code) {
        var most = sites.mostAssociations(code);
        return new AssociationLimit(most.isPresent() ? most.getAsInt() : null);
    }

    @PutMapping("/sites/{code}/association-limit")
    AssociationLimit limitAssociations(Principal who, @PathVariable String code, @RequestBody AssociationLimit limit) {
        changes.limitAssociations(who, code, limit.most() == null ? OptionalInt.empty() : OptionalInt.of(limit.most()));
        return associationLimit(code);
    }

    /**
     * @param address host:port where the device listens, for C-MOVE and storage commitment reports; empty or null: the hub does not call it
     * @param tls whether it is called over TLS; left out, that stays as it is
     */
    record CalledAt(String address, Boolean tls) {}

    @GetMapping("/devices/{aeTitle}/called-at")
    CalledAt calledAt(@PathVariable String aeTitle) {
        var at = devices.calledAt(aeTitle);
        return new CalledAt(
                at.map(NetworkAddress::toString).orElse(""),
                at.map(NetworkAddress::tls).orElse(false));
    }

    @PutMapping("/devices/{aeTitle}/called-at")
    CalledAt callAt(Principal who, @PathVariable String aeTitle, @RequestBody CalledAt calledAt) {
        // A device that is called over TLS never comes to be called plainly by an omission.
        var tls = calledAt.tls() == null
                ? devices.calledAt(aeTitle).map(NetworkAddress::tls).orElse(false)
                : calledAt.tls();
        var address = NetworkAddress.parse(Input.text("address", calledAt.address(), 260));
        changes.callAt(who, aeTitle, address.map(at -> at.over(tls)));
        return calledAt(aeTitle);
    }

    @GetMapping("/refused-calls")
    List<RefusedCall> refusedCalls() {
        return listener.refusedCalls(REFUSED_CALLS);
    }
}
