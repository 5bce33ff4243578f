package org.radhub.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.radhub.registry.Refused.Kind.CONFLICT;
import static org.radhub.registry.Refused.Kind.NOT_ALLOWED;
import static org.radhub.report.testing.Refusals.refused;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radhub.registry.People;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.report.testing.Hub;
import org.radhub.storage.Evidence;
import org.radhub.storage.Patient;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyArrived;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Desk;
import org.radhub.workflow.LedgerEntry;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.ReadCases;
import org.radhub.workflow.Roster;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionTemplate;

/** Reporting together with the real cases, their process and their ledger, everything running by itself as it does in the hub. */
class WholeCaseTest {
    private static final Map<UUID, Study> ARRIVED = new ConcurrentHashMap<>();
    private static final Duration SOON = Duration.ofSeconds(60);

    private static ConfigurableApplicationContext hub;
    private static Reports reports;
    private static Deliveries deliveries;
    private static ReadCases cases;
    private static Desk desk;

    @EnableAutoConfiguration
    @EnableScheduling
    @ComponentScan(
            basePackages = {"org.radhub.registry", "org.radhub.audit", "org.radhub.workflow", "org.radhub.report"},
            nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
    static class Rooms {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        /** The index of studies as far as cases ask it: by id. */
        @Bean
        Studies studies() {
            return (Studies) Proxy.newProxyInstance(
                    Studies.class.getClassLoader(), new Class<?>[] {Studies.class}, (proxy, method, args) -> {
                        if (method.getName().equals("find") && args[0] instanceof UUID id) {
                            return Optional.ofNullable(ARRIVED.get(id));
                        }
                        throw new UnsupportedOperationException(method.getName());
                    });
        }
    }

    @BeforeAll
    static void open() {
        var database = TestDatabase.fresh();
        Hub.on(database, Map.of()).close();
        hub = new SpringApplicationBuilder(Rooms.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.modulith.events.jdbc.schema-initialization.enabled=true",
                        "radhub.report.delivery.pause=PT0.2S")
                .initializers(context -> context.getBeanFactory().registerSingleton("database", database))
                .run();
        reports = hub.getBean(Reports.class);
        deliveries = hub.getBean(Deliveries.class);
        cases = hub.getBean(ReadCases.class);
        desk = hub.getBean(Desk.class);
        var now = Instant.now();
        hub.getBean(Roster.class).add("reader1", now.minusSeconds(60), now.plus(Duration.ofHours(8)));
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    /** A case of a study that has just arrived, on the worklist of reader1. */
    private static UUID assigned() {
        var now = Instant.now();
        var study = new Study(
                UUID.randomUUID(),
                "COUNTYA",
                "2.25." + (UUID.randomUUID().getMostSignificantBits() >>> 1),
                new Patient("P1", "", "Zhang^Wei=张^伟", "19580314", "M"),
                "ACC-1",
                "20261120",
                "101500",
                "1",
                "颅脑CT平扫",
                "",
                List.of("CT"),
                "HEAD",
                1,
                20,
                20_000_000,
                "COUNTYA_CT",
                now.minusSeconds(30),
                now.minusSeconds(10),
                true,
                List.of());
        ARRIVED.put(study.id(), study);
        var arrived = new StudyArrived(
                study.id(),
                study.site(),
                study.studyInstanceUid(),
                20,
                study.bytes(),
                study.firstReceivedAt(),
                study.lastReceivedAt(),
                now,
                new Evidence(Evidence.Kind.ASSOCIATION_CLOSED, Phrase.of("storage.evidence.association-closed")));
        hub.getBean(TransactionTemplate.class).executeWithoutResult(status -> hub.publishEvent(arrived));
        return await().atMost(SOON)
                .until(
                        () -> hub.getBean(JdbcClient.class)
                                .sql("select id from workflow.read_case where study_id = ? and state = 'ASSIGNED'")
                                .param(study.id())
                                .query(UUID.class)
                                .optional(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static UUID written() {
        var id = assigned();
        desk.open(id, "reader1");
        reports.save(id, "reader1", new Content("未见出血。", "正常。", false), OptionalLong.of(0));
        return id;
    }

    private static CaseState state(UUID id) {
        return cases.find(id).orElseThrow().state();
    }

    private static void becomes(UUID id, CaseState state) {
        await().atMost(SOON).until(() -> state(id), state::equals);
    }

    private static List<LedgerStep> steps(UUID id) {
        return cases.ledgerOf(id).stream().map(LedgerEntry::step).toList();
    }

    @Test
    void a_case_goes_from_the_draft_to_the_acknowledgement_and_its_ledger_tells_every_step() throws IOException {
        var id = assigned();
        refused(
                CONFLICT,
                "report.not-opened",
                () -> reports.save(id, "reader1", new Content("x", "y", false), OptionalLong.empty()));
        desk.open(id, "reader1");
        reports.save(id, "reader1", new Content("未见出血。", "正常。", false), OptionalLong.of(0));
        reports.preliminary(id, "reader1");
        reports.sign(id, "reader1", Hub.PASSWORD, OptionalLong.of(1));
        becomes(id, CaseState.DELIVERED);
        var delivery = deliveries.ofCase(id).get(0);
        assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(reports.pdf(id)).startsWith("%PDF".getBytes());
        deliveries.acknowledge(
                delivery.id(), hub.getBean(People.class).find("countya").orElseThrow());
        assertThat(state(id)).isEqualTo(CaseState.ACKNOWLEDGED);
        assertThat(steps(id))
                .endsWith(
                        LedgerStep.OPENED,
                        LedgerStep.PRELIMINARY,
                        LedgerStep.SIGNED,
                        LedgerStep.DELIVERED,
                        LedgerStep.ACKNOWLEDGED);
        await().atMost(SOON).until(() -> cases.activeActivities(id), List::isEmpty);

        reports.addendum(id, "reader1", "补充：同意。", Hub.PASSWORD);
        await().atMost(SOON).until(() -> deliveries.ofCase(id).get(1).state(), DeliveryState.DELIVERED::equals);
        assertThat(state(id)).isEqualTo(CaseState.ACKNOWLEDGED);
        assertThat(steps(id)).endsWith(LedgerStep.ACKNOWLEDGED, LedgerStep.DELIVERED);
    }

    @Test
    void the_draft_goes_with_the_case_to_the_next_reader() {
        var id = written();
        desk.reassign(id, "coordinator", "reader2", "reader1 is needed elsewhere");
        refused(NOT_ALLOWED, "report.not-current-reader", () -> reports.sign(id, "reader1", Hub.PASSWORD));
        refused(
                NOT_ALLOWED,
                "report.not-current-reader",
                () -> reports.save(id, "reader1", new Content("mine", "", false), OptionalLong.empty()));
        desk.open(id, "reader2");
        assertThat(reports.draft(id).findings()).isEqualTo("未见出血。");
        assertThat(reports.sign(id, "reader2", Hub.PASSWORD, OptionalLong.of(1)).author())
                .isEqualTo("reader2");
    }

    @Test
    void a_case_that_is_signed_and_moved_at_the_same_moment_is_one_of_both() throws Exception {
        var pool = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 5; i++) {
                var id = written();
                var start = new CyclicBarrier(2);
                Callable<Object> sign = () -> {
                    start.await();
                    return reports.sign(id, "reader1", Hub.PASSWORD);
                };
                Callable<Object> move = () -> {
                    start.await();
                    return desk.reassign(id, "coordinator", "reader2", "moved");
                };
                int refusals = 0;
                for (var answer : pool.invokeAll(List.of(sign, move))) {
                    try {
                        answer.get();
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(Refused.class);
                        refusals++;
                    }
                }
                assertThat(refusals).isEqualTo(1);
                assertThat(reports.versions(id)).hasSize(state(id).unread() ? 0 : 1);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
