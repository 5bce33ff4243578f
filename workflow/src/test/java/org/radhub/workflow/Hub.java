package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Evidence;
import org.radhub.storage.Patient;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyArrived;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Registry, workflow, engine and outbox on a real database; only the images are not there. */
final class Hub implements AutoCloseable {
    private static Hub shared;

    @Configuration
    @EnableAutoConfiguration
    @ComponentScan({"org.radhub.registry", "org.radhub.workflow"})
    static class Application {}

    final MutableClock clock = new MutableClock();
    final ArrivedStudies studies = new ArrivedStudies();
    final ConfigurableApplicationContext context;

    Hub(String... properties) {
        this(TestDatabase.fresh(), properties);
    }

    Hub(DataSource database, String... properties) {
        clock.advance(Duration.ZERO);
        var pool = new HikariConfig();
        pool.setDataSource(database);
        pool.setMaximumPoolSize(20);
        var all = Arrays.copyOf(properties, properties.length + 3);
        all[properties.length] = "spring.main.banner-mode=off";
        all[properties.length + 1] = "spring.modulith.events.jdbc.schema-initialization.enabled=true";
        all[properties.length + 2] = "spring.modulith.events.republish-outstanding-events-on-restart=true";
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                // The server's own hook runs at the same time; without the server there is nothing to close in order.
                .registerShutdownHook(false)
                .properties(all)
                .initializers((GenericApplicationContext beans) -> {
                    beans.registerBean(DataSource.class, () -> new HikariDataSource(pool));
                    beans.registerBean(Clock.class, () -> clock);
                    beans.registerBean(Studies.class, () -> studies);
                })
                .run();
        furnish();
    }

    /** The one of this test JVM, with nothing in it but the sites, the doctors and the coordinator. */
    static synchronized Hub empty() {
        if (shared == null) {
            shared = new Hub();
        }
        shared.clear();
        return shared;
    }

    private void clear() {
        settled();
        jdbc().sql("""
                        truncate act_ru_job, act_ru_event_subscr, act_ru_task, act_ru_variable, act_ru_execution,
                            workflow.ledger, workflow.exclusion, workflow.consideration, workflow.read_request,
                            workflow.shift, workflow.weekly_session, workflow.read_case, registry.study_grant, event_publication
                        cascade""").update();
        jdbc().sql("delete from registry.person where 'READER' = any (roles)").update();
    }

    /** Waits until every event has been heard. */
    void settled() {
        Eventually.holds(
                () -> assertThat(jdbc().sql("select count(*) from event_publication where completion_date is null")
                                .query(Integer.class)
                                .single())
                        .isZero());
    }

    <T> T a(Class<T> type) {
        return context.getBean(type);
    }

    ReadCases cases() {
        return a(ReadCases.class);
    }

    JdbcClient jdbc() {
        return a(JdbcClient.class);
    }

    /** A reader of pace 1. */
    void reader(String id, String... credentials) {
        reader(id, 1.0, credentials);
    }

    void reader(String id, double pace, String... credentials) {
        a(People.class).put(new Person(id, id, id, "CITY1", Set.of(Role.READER), Set.of(credentials), pace));
    }

    /** On shift from a minute ago for so many hours. */
    void onShift(String reader, int hours) {
        var from = clock.instant().minusSeconds(60);
        a(Roster.class).add(reader, from, from.plus(Duration.ofHours(hours)));
    }

    Study study(String site, String modality) {
        return study(site, modality, "CHEST", "P" + UUID.randomUUID());
    }

    /** A study in the index, and nobody told of it yet. */
    Study study(String site, String modality, String bodyPart, String patient) {
        var now = clock.instant();
        var study = new Study(
                UUID.randomUUID(),
                site,
                "1.2.3." + Math.abs(UUID.randomUUID().getMostSignificantBits()),
                new Patient(patient, "", "Zhang^Wei=张^伟", "19700101", "M"),
                "A" + Math.abs(UUID.randomUUID().hashCode()),
                "20261101",
                "101500",
                "1",
                "",
                "",
                List.of(modality),
                bodyPart,
                1,
                20,
                20_000_000,
                site + "_" + modality,
                now.minusSeconds(30),
                now.minusSeconds(10),
                true,
                List.of());
        studies.put(study);
        return study;
    }

    StudyArrived arrived(Study study) {
        return new StudyArrived(
                study.id(),
                study.site(),
                study.studyInstanceUid(),
                study.instanceCount(),
                study.bytes(),
                study.firstReceivedAt(),
                study.lastReceivedAt(),
                clock.instant().minusSeconds(1),
                new Evidence(Evidence.Kind.ASSOCIATION_CLOSED, Phrase.of("storage.evidence.association-closed")));
    }

    /** Publishes the event in a transaction, as the module that owns it does. */
    void tell(Object event) {
        a(TransactionTemplate.class).executeWithoutResult(transaction -> context.publishEvent(event));
    }

    /** The newest case of the study, as soon as it is there. */
    ReadCase arrive(Study study) {
        tell(arrived(study));
        var read = Eventually.present(() -> caseOf(study));
        settled();
        return now(read);
    }

    Optional<ReadCase> caseOf(Study study) {
        return jdbc().sql("select id from workflow.read_case where study_id = :id order by opened desc limit 1")
                .param("id", study.id())
                .query(UUID.class)
                .optional()
                .flatMap(cases()::find);
    }

    ReadCase now(ReadCase read) {
        return cases().find(read.id()).orElseThrow();
    }

    List<LedgerStep> steps(ReadCase read) {
        return cases().ledgerOf(read.id()).stream().map(LedgerEntry::step).toList();
    }

    Instant in(Duration duration) {
        return clock.instant().plus(duration);
    }

    private void furnish() {
        var sites = a(Sites.class);
        sites.put(new Site("CITY1", "City", "市医院", SiteKind.TERTIARY, Optional.empty()));
        sites.put(new Site("COUNTYA", "County A", "甲县医院", SiteKind.COUNTY, Optional.empty()));
        sites.put(new Site("COUNTYB", "County B", "乙县医院", SiteKind.COUNTY, Optional.empty()));
        var people = a(People.class);
        people.put(new Person("coordinator", "Coordinator", "协调员", "CITY1", Set.of(Role.COORDINATOR), Set.of(), 1.0));
        people.put(new Person("countya", "Doctor A", "甲", "COUNTYA", Set.of(Role.DOCTOR), Set.of(), 1.0));
        people.put(new Person("countyb", "Doctor B", "乙", "COUNTYB", Set.of(Role.DOCTOR), Set.of(), 1.0));
    }

    @Override
    public void close() {
        context.close();
    }
}
