package org.radhub.router.association;

import java.net.InetAddress;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Phrase;
import org.springframework.stereotype.Component;

/** Decides whether a caller may associate. */
@Component
class Gatekeeper {
    private final Devices devices;
    private final Settings settings;

    Gatekeeper(Devices devices, Settings settings) {
        this.devices = devices;
        this.settings = settings;
    }

    sealed interface Decision {}

    record Welcome(Device device) implements Decision {}

    /** @param reason for the person who may register the device */
    record Turned(Rejection rejection, Phrase reason) implements Decision {}

    Decision decide(AssociateRequest request, InetAddress from) {
        if (!request.speaksVersion1()) {
            return turned(Rejection.PROTOCOL_VERSION_NOT_SUPPORTED, "router.refused.other-protocol");
        }
        if (!request.applicationContext().equals(Pdu.DICOM_APPLICATION_CONTEXT)) {
            return turned(Rejection.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED, "router.refused.other-protocol");
        }
        if (!request.calledAeTitle().equals(settings.aeTitle())) {
            return turned(Rejection.CALLED_AE_TITLE_NOT_RECOGNIZED, "router.refused.wrong-called-title");
        }
        var calling = request.callingAeTitle();
        return devices.calling(calling, from)
                .<Decision>map(Welcome::new)
                .orElseGet(() -> turned(Rejection.CALLING_AE_TITLE_NOT_RECOGNIZED, whyNot(calling)));
    }

    private String whyNot(String calling) {
        return devices.find(calling)
                .map(device -> device.enabled() ? "router.refused.wrong-address" : "router.refused.switched-off")
                .orElse("router.refused.unknown-device");
    }

    private static Decision turned(Rejection rejection, String reason) {
        return new Turned(rejection, Phrase.of(reason));
    }
}
