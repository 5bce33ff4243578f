package org.radhub.app.api;

import java.util.List;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
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
    private final Listener listener;

    DeviceController(Sites sites, Devices devices, Listener listener) {
        this.sites = sites;
        this.devices = devices;
        this.listener = listener;
    }

    record DeviceBody(String site, String description, String modality, List<String> addresses, Boolean enabled) {}

    @GetMapping("/sites")
    List<Site> sites() {
        return sites.all();
    }

    @GetMapping("/devices")
    List<Device> devices() {
        return devices.all();
    }

    @PutMapping("/devices/{aeTitle}")
    Device put(@PathVariable String aeTitle, @RequestBody DeviceBody body) {
        var device = new Device(
                Input.required("aeTitle", aeTitle, 16),
                Input.required("site", body.site(), 16),
                Input.text("description", body.description(), 200),
                Input.text("modality", body.modality(), 16),
                body.addresses() == null ? List.of() : List.copyOf(body.addresses()),
                body.enabled() == null || body.enabled());
        devices.put(device);
        return devices.find(aeTitle).orElse(device);
    }

    @GetMapping("/refused-calls")
    List<RefusedCall> refusedCalls() {
        return listener.refusedCalls(REFUSED_CALLS);
    }
}
