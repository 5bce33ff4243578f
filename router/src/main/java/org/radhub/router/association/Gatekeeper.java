package org.radhub.router.association;

import java.net.InetAddress;
import java.util.Optional;
import org.radhub.registry.Device;
import org.radhub.registry.Phrase;
import org.springframework.stereotype.Component;

/** Decides whether a caller may associate. */
@Component
class Gatekeeper {
    private final KnownDevices devices;
    private final Settings settings;

    Gatekeeper(KnownDevices devices, Settings settings) {
        this.devices = devices;
        this.settings = settings;
    }

    sealed interface Decision {}

    /** @param mostOfSite how many associations the device's site may have open at once */
    record Welcome(Device device, int mostOfSite) implements Decision {}

    /** @param reason for the person who may register the device */
    record Turned(Rejection rejection, Phrase reason) implements Decision {}

    /** @param certificate fingerprint of the one that the caller has shown; empty without TLS */
    Decision decide(AssociateRequest request, InetAddress from, Optional<String> certificate) {
        if (!request.speaksVersion1()) {
            return turned(Rejection.PROTOCOL_VERSION_NOT_SUPPORTED, "router.refused.other-protocol");
        }
        if (!request.applicationContext().equals(Pdu.DICOM_APPLICATION_CONTEXT)) {
            return turned(Rejection.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED, "router.refused.other-protocol");
        }
        if (!request.calledAeTitle().equals(settings.aeTitle())) {
            return turned(Rejection.CALLED_AE_TITLE_NOT_RECOGNIZED, "router.refused.wrong-called-title");
        }
        var calling = devices.find(request.callingAeTitle());
        return calling.filter(device -> device.mayCallFrom(from))
                .map(device -> proven(device, certificate))
                .orElseGet(() -> turned(Rejection.CALLING_AE_TITLE_NOT_RECOGNIZED, whyNot(calling)));
    }

    private Decision proven(Device device, Optional<String> certificate) {
        if (device.certificates().isEmpty()
                || certificate.filter(device.certificates()::contains).isPresent()) {
            return new Welcome(
                    device, devices.mostAssociations(device.site()).orElse(settings.maxAssociationsPerSite()));
        }
        return turned(
                Rejection.CALLING_AE_TITLE_NOT_RECOGNIZED,
                certificate.isPresent() ? "router.refused.other-certificate" : "router.refused.without-tls");
    }

    private static String whyNot(Optional<Device> calling) {
        return calling.map(device -> device.enabled() ? "router.refused.wrong-address" : "router.refused.switched-off")
                .orElse("router.refused.unknown-device");
    }

    private static Decision turned(Rejection rejection, String reason) {
        return new Turned(rejection, Phrase.of(reason));
    }
}
