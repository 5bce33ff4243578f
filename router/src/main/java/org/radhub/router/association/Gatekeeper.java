package org.radhub.router.association;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.Device;
import org.radhub.registry.Phrase;
import org.radhub.router.Peer;
import org.springframework.stereotype.Component;

/**
 * Decides whether a caller may associate: a registered device may; and so may a destination that the hub asks for storage commitment, which
 * reports on it in an association of its own (PS3.4 J.3.3), from where it is called and by the titles that it is called with.
 */
@Component
class Gatekeeper {
    private static final String NO_SITE = "";

    private final KnownDevices devices;
    private final Settings settings;

    Gatekeeper(KnownDevices devices, Settings settings) {
        this.devices = devices;
        this.settings = settings;
    }

    sealed interface Decision {}

    /**
     * @param mostOfSite how many associations the device's site may have open at once
     * @param isDestination as of {@link Caller}
     */
    record Welcome(Device device, int mostOfSite, boolean isDestination) implements Decision {}

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
            return destination(request, from, certificate)
                    .orElseGet(() ->
                            turned(Rejection.CALLED_AE_TITLE_NOT_RECOGNIZED, "router.refused.wrong-called-title"));
        }
        var calling = devices.find(request.callingAeTitle());
        return calling.filter(device -> device.mayCallFrom(from))
                .map(device -> proven(device, certificate))
                .or(() -> calling.isPresent() ? Optional.empty() : destination(request, from, certificate))
                .orElseGet(() -> turned(Rejection.CALLING_AE_TITLE_NOT_RECOGNIZED, whyNot(calling)));
    }

    /**
     * Whether who was welcome then would be so no more: switched off, of another site, or registered for other addresses or certificates. A
     * destination reports, and learns nothing.
     *
     * @param since System.nanoTime when it came in
     */
    boolean isUnwelcome(Welcome welcome, long since, InetAddress from, Optional<String> certificate) {
        var device = welcome.device();
        return !welcome.isDestination()
                && devices.hasChanged(
                        device,
                        since,
                        now -> now.site().equals(device.site()) && now.mayCallFrom(from) && isProven(now, certificate));
    }

    private static boolean isProven(Device device, Optional<String> certificate) {
        return device.certificates().isEmpty()
                || certificate.filter(device.certificates()::contains).isPresent();
    }

    private Decision proven(Device device, Optional<String> certificate) {
        if (isProven(device, certificate)) {
            return new Welcome(
                    device, devices.mostAssociations(device.site()).orElse(settings.maxAssociationsPerSite()), false);
        }
        return unproven(certificate);
    }

    /** Where there are several of the same titles, any that it proves to be. */
    private Optional<Decision> destination(AssociateRequest request, InetAddress from, Optional<String> certificate) {
        return devices.askedToCommit().stream()
                .filter(peer -> peer.calledAeTitle().equals(request.callingAeTitle())
                        && peer.callingAeTitle().equals(request.calledAeTitle())
                        // A name is looked up only for who calls by the titles of a destination that is called by it.
                        && peer.isAt(from))
                .map(peer -> proven(peer, certificate))
                .min(Comparator.comparing(Turned.class::isInstance));
    }

    /** Who is called over TLS calls over TLS, with the certificate that is agreed on where one is. */
    private Decision proven(Peer peer, Optional<String> certificate) {
        var agreed = peer.tls()
                .map(tls -> tls.certificates().isEmpty()
                        ? certificate.isPresent()
                        : certificate.filter(tls.certificates()::contains).isPresent());
        if (agreed.orElse(true)) {
            var known = new Device(peer.calledAeTitle(), NO_SITE, "", "", List.of(), true);
            return new Welcome(known, settings.maxAssociationsPerSite(), true);
        }
        return unproven(certificate);
    }

    private static Decision unproven(Optional<String> certificate) {
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
