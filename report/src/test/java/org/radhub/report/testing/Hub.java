package org.radhub.report.testing;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.registry.testing.MovedClock;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.report.Deliveries;
import org.radhub.report.Reports;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reporting rooms of one hub process on a real database, with the people of a small region. Nothing in it runs by itself but the outbox. */
public final class Hub implements AutoCloseable {
    public static final String PASSWORD = "radhub-test";
    public static final Person READER = person("reader1", "Chen Yi", "陈怡", "CITY1", Role.READER);
    public static final Person OTHER_READER = person("reader2", "Wang Lei", "王磊", "CITY1", Role.READER);
    public static final Person SENIOR =
            new Person("senior1", "Liu Hong", "刘红", "CITY1", Set.of(Role.READER, Role.SENIOR), Set.of("CT"), 1);
    public static final Person DOCTOR = person("countya", "Zhao Min", "赵敏", "COUNTYA", Role.DOCTOR);
    public static final Person OTHER_DOCTOR = person("countyb", "Sun Qi", "孙琪", "COUNTYB", Role.DOCTOR);
    public static final Person COORDINATOR = person("coordinator", "Zhou Jie", "周洁", "CITY1", Role.COORDINATOR);

    private final ConfigurableApplicationContext context;

    private Hub(DataSource database, Map<String, Object> settings) {
        context = new SpringApplicationBuilder(Rooms.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of(
                        "spring.main.banner-mode",
                        "off",
                        // Tests send the courier themselves.
                        "radhub.report.delivery.pause",
                        "PT1H",
                        "operaton.bpm.enabled",
                        "false",
                        "spring.modulith.events.jdbc.schema-initialization.enabled",
                        "true"))
                .properties(settings)
                .initializers(context -> context.getBeanFactory().registerSingleton("database", database))
                .run();
    }

    /** A hub on a new database, with its people. */
    public static Hub onNewDatabase() {
        return on(TestDatabase.fresh(), Map.of());
    }

    public static Hub on(DataSource database, Map<String, Object> settings) {
        var hub = new Hub(database, settings);
        var sites = hub.a(Sites.class);
        sites.put(new Site("CITY1", "City First Hospital", "市第一人民医院", SiteKind.TERTIARY, Optional.empty()));
        sites.put(new Site("COUNTYA", "County A People's Hospital", "甲县人民医院", SiteKind.COUNTY, Optional.empty()));
        sites.put(new Site("COUNTYB", "County B Hospital", "乙县医院", SiteKind.COUNTY, Optional.empty()));
        var people = hub.a(People.class);
        for (var person : Set.of(READER, OTHER_READER, SENIOR, DOCTOR, OTHER_DOCTOR, COORDINATOR)) {
            people.put(person);
            people.setPassword(person.id(), PASSWORD);
        }
        return hub;
    }

    public <T> T a(Class<T> part) {
        return context.getBean(part);
    }

    public Reports reports() {
        return a(Reports.class);
    }

    public Deliveries deliveries() {
        return a(Deliveries.class);
    }

    public CaseFile cases() {
        return a(CaseFile.class);
    }

    public MovedClock clock() {
        return a(MovedClock.class);
    }

    public JdbcClient jdbc() {
        return a(JdbcClient.class);
    }

    @Override
    public void close() {
        context.close();
    }

    private static Person person(String id, String name, String nameZh, String site, Role role) {
        return new Person(id, name, nameZh, site, Set.of(role), role == Role.READER ? Set.of("CT") : Set.of(), 1);
    }

    @EnableAutoConfiguration
    @ComponentScan({"org.radhub.registry", "org.radhub.audit", "org.radhub.report"})
    static class Rooms {
        @Bean
        MovedClock clock() {
            return new MovedClock("2026-11-20T02:30:00.123456Z");
        }

        @Bean
        CaseFile caseFile(JdbcClient jdbc) {
            return new CaseFile(jdbc);
        }
    }
}
