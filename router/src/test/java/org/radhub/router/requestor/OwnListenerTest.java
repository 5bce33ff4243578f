package org.radhub.router.requestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.ExpectedExams;
import org.radhub.router.Listener;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.Sender;
import org.radhub.router.testing.NoStudies;
import org.radhub.storage.ExamProgress;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Receipt;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.Studies;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The hub's own two sides of the network, with each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnListenerTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Keeping intake = new Keeping();

    @BeforeAll
    void open() {
        var database = TestDatabase.fresh();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("radhub.dicom.port", "0")));
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Intake.class, () -> intake);
        context.registerBean(Studies.class, NoStudies::here);
        context.registerBean(ExpectedExams.class, () -> NoStudies.insteadOf(ExpectedExams.class));
        context.registerBean(Safekeeping.class, () -> NoStudies.insteadOf(Safekeeping.class));
        context.registerBean(ExamProgress.class, () -> NoStudies.insteadOf(ExamProgress.class));
        context.scan("org.radhub.registry", "org.radhub.audit", "org.radhub.router");
        context.refresh();
        context.getBean(Sites.class).put(new Site("COUNTYA", "County A", "甲县医院", SiteKind.COUNTY, Optional.empty()));
        context.getBean(Devices.class)
                .put(new Device("COUNTYA_CT", "COUNTYA", "CT", "CT", List.of("127.0.0.0/8"), true));
    }

    @AfterAll
    void close() {
        context.close();
    }

    @Test
    void what_the_hub_receives_from_itself_is_byte_for_byte_what_it_sent() throws IOException {
        var outcomes = new ArrayList<Outcome>();
        var dataSet = new byte[700_001];
        new Random(1).nextBytes(dataSet);
        sender().send(
                        peer("COUNTYA_CT"),
                        List.of(new OutgoingInstance(CT, "1.2.3.1", EXPLICIT, () -> new ByteArrayInputStream(dataSet))),
                        outcomes::add);
        assertThat(outcomes).containsExactly(new Outcome("1.2.3.1", Result.KEPT, 0, ""));
        assertThat(intake.kept.get("1.2.3.1")).isEqualTo(dataSet);
    }

    @Test
    void the_hub_answers_its_own_echo() throws IOException {
        sender().verify(peer("COUNTYA_CT"));
    }

    @Test
    void an_unregistered_caller_hears_why_it_is_not_heard() {
        assertThatThrownBy(() -> sender().verify(peer("STRANGER")))
                .isInstanceOfSatisfying(
                        PeerFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.REJECTED))
                .hasMessageContaining("calling-AE-title-not-recognized");
    }

    private Sender sender() {
        return context.getBean(Sender.class);
    }

    private Peer peer(String calling) {
        return new Peer("127.0.0.1", context.getBean(Listener.class).port(), "RADHUB", calling);
    }

    private static final class Keeping implements Intake {
        final Map<String, byte[]> kept = new ConcurrentHashMap<>();

        @Override
        public Receipt keep(Offer offer, InputStream dataSet) throws NotKept, IOException {
            var bytes = dataSet.readAllBytes();
            kept.put(offer.sopInstanceUid(), bytes);
            return new Receipt("1.2.3", "1.2.3.4", offer.sopInstanceUid(), bytes.length, "", Instant.EPOCH);
        }

        @Override
        public void associationClosed(String association) {}
    }
}
