package org.radhub.app.api;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Peer;
import org.radhub.router.PeerTls;

/**
 * A destination as a caller puts it.
 *
 * @param road {@code DICOM} or {@code DICOMWEB}
 * @param tls whether a DICOM destination is called over TLS; false when left out
 * @param certificate SHA-256 fingerprint of the one certificate that it has to show over TLS; left out or empty: any that is trusted
 * @param authorization value of the Authorization header; left out, the one that is there stays; empty, it goes
 * @param concurrency 2 when left out
 * @param enabled true when left out
 */
record DestinationBody(
        String road,
        String host,
        Integer port,
        String calledAeTitle,
        String callingAeTitle,
        Boolean tls,
        String certificate,
        Boolean commitment,
        String service,
        String authorization,
        Integer concurrency,
        Boolean enabled) {
    private static final int LONGEST = 4000;
    private static final int AT_ONCE = 2;

    enum Road {
        DICOM,
        DICOMWEB
    }

    Destination destination(String name, List<Destination> known) {
        var endpoint =
                Input.word(Road.class, Input.required("road", road, 16)) == Road.DICOM ? dicom() : web(name, known);
        return new Destination(name, endpoint, concurrency == null ? AT_ONCE : concurrency, enabled == null || enabled);
    }

    private Endpoint dicom() {
        var peer = new Peer(
                Input.required("host", host, 255),
                Input.given("port", port),
                Input.required("calledAeTitle", calledAeTitle, 16),
                Input.required("callingAeTitle", callingAeTitle, 16),
                secured());
        return new Endpoint.Dicom(peer, commitment != null && commitment);
    }

    private Optional<PeerTls> secured() {
        return PeerTls.of(
                tls != null && tls,
                Optional.ofNullable(certificate).map(text -> Input.text("certificate", text, LONGEST)));
    }

    private Endpoint web(String name, List<Destination> known) {
        var kept = known.stream()
                .filter(one -> one.name().equals(name))
                .map(Destination::endpoint)
                .filter(Endpoint.DicomWeb.class::isInstance)
                .map(Endpoint.DicomWeb.class::cast)
                .flatMap(before -> before.authorization().stream())
                .findFirst();
        var secret = authorization == null
                ? kept
                : Optional.of(Input.text("authorization", authorization, LONGEST))
                        .filter(text -> !text.isBlank());
        return new Endpoint.DicomWeb(
                address(Input.required("service", service, LONGEST).strip()), secret);
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("router.destination.bad-service"));
        }
    }
}
