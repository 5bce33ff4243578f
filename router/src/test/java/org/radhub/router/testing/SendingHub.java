package org.radhub.router.testing;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.radhub.registry.Scope;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.router.Destination;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Endpoint;
import org.radhub.router.ExpectedExams;
import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.router.Peer;
import org.radhub.router.RoutingRule;
import org.radhub.router.Sending;
import org.radhub.router.SendingState;
import org.radhub.router.Uncompressed;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Storage and router of one hub process, as the application wires them, with short times. Site COUNTYA, device COUNTYA_CT. */
public final class SendingHub implements AutoCloseable {
    public static final String SITE = "COUNTYA";
    public static final String OTHER_SITE = "COUNTYB";
    public static final String DEVICE = "COUNTYA_CT";
    public static final String PERSON = "admin";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;
    private final AtomicInteger associations = new AtomicInteger();

    /** @param settings names and values, in turn */
    public SendingHub(Path home, DataSource database, String... settings) {
        this(home, database, Optional.empty(), settings);
    }

    /** @param uncompressed what the application has codecs for */
    public SendingHub(Path home, DataSource database, Optional<Uncompressed> uncompressed, String... settings) {
        var properties = new HashMap<String, Object>(Map.of(
                "spring.main.banner-mode", "off",
                "spring.main.allow-bean-definition-overriding", "false",
                "spring.modulith.events.jdbc.schema-initialization.enabled", "true",
                "radhub.home", home.toString(),
                "radhub.dicom.port", "0",
                "radhub.storage.watermark", "1MB",
                "radhub.storage.settle", "200ms",
                "radhub.storage.quiet", "20s",
                "radhub.storage.watch", "50ms"));
        properties.putAll(Map.of(
                "radhub.sending.round", "100ms",
                "radhub.sending.first-wait", "200ms",
                "radhub.sending.longest-wait", "400ms",
                "radhub.sending.confirm-every", "0ms"));
        for (var i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("database", database);
                    uncompressed.ifPresent(codecs -> context.getBeanFactory().registerSingleton("codecs", codecs));
                })
                .run();
        a(Sites.class).put(new Site(SITE, "County A", "甲县医院", SiteKind.COUNTY, Optional.empty()));
        a(Sites.class).put(new Site(OTHER_SITE, "County B", "乙县医院", SiteKind.COUNTY, Optional.empty()));
    }

    public <T> T a(Class<T> part) {
        return context.getBean(part);
    }

    public Outgoing outgoing() {
        return a(Outgoing.class);
    }

    /** Somebody says how urgent the study is. */
    public void hasten(UUID studyId, Lane lane) {
        outgoing().hasten(studyId, () -> lane);
    }

    public JdbcClient jdbc() {
        return a(JdbcClient.class);
    }

    /** A DICOM destination on loopback; everything that arrives goes there. */
    public void sendAllTo(String name, int port, int concurrency) {
        destination(name, port, concurrency, false);
        rule(Set.of(name), Set.of());
    }

    public void destination(String name, int port, int concurrency, boolean commitment) {
        var peer = new Peer("127.0.0.1", port, name, "RADHUB");
        outgoing().put(new Destination(name, new Endpoint.Dicom(peer, commitment), concurrency, true), PERSON);
    }

    public void rule(Set<String> destinations, Set<Lane> lanes) {
        outgoing()
                .put(
                        new RoutingRule(
                                UUID.randomUUID(),
                                "to " + destinations,
                                Set.of(),
                                Set.of(),
                                Set.of(),
                                Set.of(),
                                lanes,
                                Optional.empty(),
                                destinations,
                                true),
                        PERSON);
    }

    public void forgetRules() {
        outgoing().rules().forEach(rule -> outgoing().removeRule(rule.id(), PERSON));
    }

    /** All destinations. */
    public void switchOff() {
        outgoing().destinations().forEach(one -> outgoing()
                .put(new Destination(one.name(), one.endpoint(), one.concurrency(), false), PERSON));
    }

    /** Waits until no worker carries anything to the destination. */
    public DestinationHealth idle(String destination) {
        return await().atMost(LIMIT).until(() -> health(destination), health -> health.sending() == 0);
    }

    public DestinationHealth health(String destination) {
        return outgoing().health().stream()
                .filter(one -> one.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    /** Instances {@code study.1.from} to {@code study.1.until}, exclusive, arrive in one association. */
    public void receive(String study, int from, int until, int pixels) throws IOException {
        receive(SITE, study, from, until, pixels);
    }

    /** Likewise, in one of the transfer syntaxes each, in turn; what is in them is not looked at. */
    public void receive(String study, List<String> transferSyntaxes) throws IOException {
        var association = "test-" + associations.incrementAndGet();
        for (var number = 1; number <= transferSyntaxes.size(); number++) {
            keep(association, SITE, study, number, transferSyntaxes.get(number - 1), 1000);
        }
        a(Intake.class).associationClosed(association);
    }

    public void receive(String site, String study, int from, int until, int pixels) throws IOException {
        var association = "test-" + associations.incrementAndGet();
        for (var number = from; number < until; number++) {
            keep(association, site, study, number, Images.EXPLICIT, pixels);
        }
        a(Intake.class).associationClosed(association);
    }

    private void keep(String association, String site, String study, int number, String transferSyntax, int pixels)
            throws IOException {
        var uid = uid(study, number);
        try {
            a(Intake.class)
                    .keep(
                            new Offer(site, DEVICE, association, Images.CT, uid, transferSyntax),
                            new ByteArrayInputStream(Images.ct(study, study + ".1", uid, pixels)));
        } catch (NotKept e) {
            throw new IOException(e);
        }
    }

    public static String uid(String study, int number) {
        return study + ".1." + number;
    }

    public Study study(String uid) {
        return await().atMost(LIMIT)
                .until(() -> a(Studies.class).withUid(uid, Scope.EVERYTHING), found -> !found.isEmpty())
                .get(0);
    }

    /** Waits until the study has so many sendings and each is in one of these states. */
    public List<Sending> sendings(String study, int count, SendingState... states) {
        var id = study(study).id();
        return await().atMost(LIMIT)
                .until(
                        () -> outgoing().ofStudy(id),
                        all -> all.size() == count
                                && all.stream().allMatch(one -> List.of(states).contains(one.state())));
    }

    @Override
    public void close() {
        context.close();
    }

    /** Without a stereotype, so that no scan of other tests finds it. */
    @EnableAutoConfiguration
    @EnableScheduling
    @ComponentScan(
            basePackages = {"org.radhub.registry", "org.radhub.audit", "org.radhub.storage", "org.radhub.router"},
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "org\\.radhub\\.(.*\\.testing\\..*|.*Test(\\$.*)?)"))
    static class Parts {
        /** What the workflow has; nothing of it is sent on. */
        @Bean
        ExpectedExams expectedExams() {
            return NoStudies.insteadOf(ExpectedExams.class);
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
