package org.radhub.router.sending;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.radhub.registry.Devices;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Sites;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.PeerTls;
import org.radhub.router.RoutingRule;
import org.radhub.router.SendingQuery;
import org.springframework.stereotype.Component;

/** What the outgoing queue takes in from people. */
@Component
class Checks {
    private static final Pattern NAME = Pattern.compile("[A-Z0-9][A-Z0-9_-]{0,31}");
    private static final Pattern AE_TITLE = Pattern.compile("(?! )[\\x20-\\x5B\\x5D-\\x7E]{1,16}(?<! )");
    private static final Pattern CODE = Pattern.compile("(?! )[A-Z0-9_ ]{1,16}(?<! )");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,255}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HEADER = Pattern.compile("[\\x20-\\x7E]{1,4000}");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_SERVICE = 1000;
    private static final int MOST_VALUES = 500;
    private static final int MOST_AT_ONCE = 32;
    private static final int LARGEST_PAGE = 200;

    private final Sites sites;
    private final Devices devices;

    Checks(Sites sites, Devices devices) {
        this.sites = sites;
        this.devices = devices;
    }

    void destination(Destination destination) {
        must(NAME.matcher(destination.name()).matches(), "router.destination.bad-name");
        must(
                destination.concurrency() >= 1 && destination.concurrency() <= MOST_AT_ONCE,
                "router.destination.bad-concurrency",
                MOST_AT_ONCE);
        if (destination.endpoint() instanceof Endpoint.Dicom dicom) {
            dicom(dicom);
        } else if (destination.endpoint() instanceof Endpoint.DicomWeb web) {
            web(web);
        }
    }

    private static void dicom(Endpoint.Dicom dicom) {
        var peer = dicom.peer();
        must(HOST.matcher(peer.host()).matches(), "router.destination.bad-host");
        must(peer.port() >= 1 && peer.port() <= 65535, "router.destination.bad-port");
        for (var title : List.of(peer.calledAeTitle(), peer.callingAeTitle())) {
            must(AE_TITLE.matcher(title).matches(), "router.destination.bad-ae-title");
        }
        peer.tls()
                .flatMap(PeerTls::certificate)
                .ifPresent(one -> must(FINGERPRINT.matcher(one).matches(), "router.destination.bad-certificate"));
    }

    private static void web(Endpoint.DicomWeb web) {
        var service = web.service();
        var scheme = String.valueOf(service.getScheme());
        must(scheme.equals("http") || scheme.equals("https"), "router.destination.bad-service");
        must(
                service.getHost() != null
                        && service.getUserInfo() == null
                        && service.getQuery() == null
                        && service.getFragment() == null
                        && service.toString().length() <= LONGEST_SERVICE,
                "router.destination.bad-service");
        web.authorization()
                .ifPresent(value -> must(HEADER.matcher(value).matches(), "router.destination.bad-authorization"));
    }

    void rule(RoutingRule rule) {
        must(
                !rule.name().isBlank()
                        && rule.name().length() <= LONGEST_NAME
                        && rule.name().chars().noneMatch(Character::isISOControl),
                "router.rule.bad-name",
                LONGEST_NAME);
        must(!rule.destinations().isEmpty(), "router.rule.no-destination");
        for (var values : List.of(
                rule.devices(), rule.sites(), rule.modalities(), rule.bodyParts(), rule.lanes(), rule.destinations())) {
            must(values.size() <= MOST_VALUES, "router.rule.too-many-values", MOST_VALUES);
        }
        rule.devices()
                .forEach(device -> must(devices.find(device).isPresent(), "router.rule.no-device", brief(device)));
        rule.sites().forEach(site -> must(sites.find(site).isPresent(), "router.rule.no-site", brief(site)));
        codes(rule.modalities(), "router.rule.bad-modality");
        codes(rule.bodyParts(), "router.rule.bad-body-part");
    }

    private static void codes(Set<String> values, String key) {
        values.forEach(value -> must(CODE.matcher(value).matches(), key, brief(value)));
    }

    void query(SendingQuery query) {
        must(
                query.page() >= 1 && query.size() >= 1 && query.size() <= LARGEST_PAGE,
                "router.sending.bad-page",
                LARGEST_PAGE);
    }

    private static String brief(String value) {
        return value.substring(0, Math.min(value.length(), 32));
    }

    private static void must(boolean holds, String key, Object... args) {
        if (!holds) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(key, args));
        }
    }
}
