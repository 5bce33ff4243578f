package org.radhub.app.pages;

import java.net.URI;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Peer;
import org.radhub.router.PeerTls;

/**
 * The fields of a destination. What a form does not send is empty.
 *
 * @param road {@code DICOM} or {@code DICOMWEB}
 * @param certificate fingerprint of the one certificate that is agreed on; refused without TLS
 * @param authorization never shown; empty, the one that is there stays
 * @param forget the authorization goes
 */
record DestinationForm(
        String name,
        String road,
        String host,
        String port,
        String called,
        String calling,
        Boolean tls,
        String certificate,
        Boolean commitment,
        String service,
        String authorization,
        Boolean forget,
        String concurrency,
        Boolean enabled) {
    static final String DICOM = "DICOM";
    static final String DICOMWEB = "DICOMWEB";

    DestinationForm {
        name = Given.text(name);
        road = DICOMWEB.equals(road) ? DICOMWEB : DICOM;
        host = Given.text(host);
        port = Given.text(port);
        called = Given.text(called);
        calling = Given.text(calling);
        tls = Given.ticked(tls);
        certificate = Given.text(certificate);
        service = Given.text(service);
        authorization = Given.text(authorization);
        concurrency = Given.text(concurrency);
        commitment = Given.ticked(commitment);
        forget = Given.ticked(forget);
        enabled = Given.ticked(enabled);
    }

    /** To be filled in, with what is known. */
    static DestinationForm of(String name, Optional<Destination> known, Optional<String> road) {
        var endpoint = known.map(Destination::endpoint);
        var dicom = endpoint.filter(Endpoint.Dicom.class::isInstance).map(Endpoint.Dicom.class::cast);
        var web = endpoint.filter(Endpoint.DicomWeb.class::isInstance).map(Endpoint.DicomWeb.class::cast);
        var secured = dicom.flatMap(d -> d.peer().tls());
        return new DestinationForm(
                name,
                road.orElse(web.isPresent() ? DICOMWEB : DICOM),
                dicom.map(d -> d.peer().host()).orElse(""),
                dicom.map(d -> String.valueOf(d.peer().port())).orElse("104"),
                dicom.map(d -> d.peer().calledAeTitle()).orElse(""),
                dicom.map(d -> d.peer().callingAeTitle()).orElse("RADHUB"),
                secured.isPresent(),
                secured.flatMap(PeerTls::certificate).orElse(""),
                dicom.map(Endpoint.Dicom::commitment).orElse(false),
                web.map(w -> w.service().toString()).orElse(""),
                web.flatMap(Endpoint.DicomWeb::authorization).isPresent() ? "set" : "",
                false,
                known.map(d -> String.valueOf(d.concurrency())).orElse("2"),
                known.map(Destination::enabled).orElse(true));
    }

    public boolean isWeb() {
        return road.equals(DICOMWEB);
    }

    Destination destination(Optional<Destination> known) {
        return new Destination(
                name,
                isWeb() ? web(known) : dicom(),
                number(concurrency, "router.destination.bad-concurrency", "32"),
                enabled);
    }

    private Endpoint dicom() {
        var peer = new Peer(host, number(port, "router.destination.bad-port"), called, calling, secured());
        return new Endpoint.Dicom(peer, commitment);
    }

    private Optional<PeerTls> secured() {
        return PeerTls.of(tls, Optional.of(certificate));
    }

    private Endpoint web(Optional<Destination> known) {
        var kept = known.map(Destination::endpoint)
                .filter(Endpoint.DicomWeb.class::isInstance)
                .map(Endpoint.DicomWeb.class::cast)
                .flatMap(Endpoint.DicomWeb::authorization)
                .filter(secret -> !forget);
        var secret = authorization.isEmpty() ? kept : Optional.of(authorization);
        return new Endpoint.DicomWeb(
                Given.made(Phrase.of("router.destination.bad-service"), () -> URI.create(service)), secret);
    }

    private static int number(String text, String key, Object... args) {
        return Given.made(Phrase.of(key, args), () -> Integer.valueOf(text));
    }
}
