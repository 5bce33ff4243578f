package org.radhub.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Instance;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.Intake;
import org.radhub.storage.Offer;
import org.radhub.storage.Receipt;
import org.radhub.storage.Recovery;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** All of storage as the application wires it, on a real database and a directory, with short times. It may be stopped and started again. */
public final class StorageUnderTest implements AutoCloseable {
    private final Path home;
    private final DataSource database;
    private final Map<String, Object> settings = new HashMap<>();
    private final Queue<Object> events = new ConcurrentLinkedQueue<>();
    private Clock clock = Clock.systemUTC();
    private AnnotationConfigApplicationContext context;

    public StorageUnderTest(Path home, DataSource database) {
        this.home = home;
        this.database = database;
        with("radhub.home", home.toString())
                .with("radhub.storage.watermark", "1MB")
                .with("radhub.storage.settle", "300ms")
                .with("radhub.storage.quiet", "2s")
                .with("radhub.storage.watch", "50ms");
    }

    public StorageUnderTest with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public StorageUnderTest with(Clock other) {
        clock = other;
        return this;
    }

    public StorageUnderTest start() {
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment().setConversionService(new ApplicationConversionService());
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean("events", Events.class, () -> new Events(events));
        context.register(Wiring.class);
        context.refresh();
        return this;
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public Intake intake() {
        return get(Intake.class);
    }

    /** Sends an image (see {@link DataSetBytes#image}) as the hospital's device. */
    public Receipt keep(String site, String association, String study, String series, String instance, byte[] pixels)
            throws Exception {
        return keep(site, association, instance, DataSetBytes.image(study, series, instance, "Zhang^Wei=张^伟", pixels));
    }

    public Receipt keep(String site, String association, String instance, byte[] dataSet) throws Exception {
        var offer = new Offer(
                site, "TESTER", association, DataSetBytes.SECONDARY_CAPTURE, instance, DataSetBytes.TRANSFER_SYNTAX);
        return intake().keep(offer, new ByteArrayInputStream(dataSet));
    }

    /** The study, which must be in the index. */
    public Study study(String site, String uid) {
        return studies().find(new StudyKey(site, uid)).orElseThrow(() -> new AssertionError("no study " + uid));
    }

    /** All its instances. */
    public List<Instance> instances(Study study) {
        return studies().seriesOf(study.id()).stream()
                .flatMap(series -> studies().instancesOf(series.id()).stream())
                .toList();
    }

    public Studies studies() {
        return get(Studies.class);
    }

    /** To be asked once what is in the object store has left the spool, which it does a moment after that is told. */
    public Recovery recovery() {
        eventually(() -> assertThat(jdbc().sql("select id from storage.pack where state = 'STORED'")
                        .query(UUID.class)
                        .list())
                .noneMatch(pack -> Files.exists(spool().resolve(pack + ".tar"))));
        return get(Recovery.class);
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(database);
    }

    public DataSource database() {
        return database;
    }

    public Path home() {
        return home;
    }

    public Path spool() {
        return home.resolve("spool");
    }

    /** What was told so far, of this type, since this object was made. */
    public <T> List<T> told(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }

    static final class Events {
        private final Queue<Object> told;

        Events(Queue<Object> told) {
            this.told = told;
        }

        @EventListener({StudyArrived.class, StudyStored.class, InstancesArrivedLate.class})
        void on(Object event) {
            told.add(event);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    @ComponentScan(
            basePackages = "org.radhub.storage",
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = "org\\.radhub\\.storage\\.testing\\..*"))
    static class Wiring {
        @Bean
        static PropertySourcesPlaceholderConfigurer placeholders() {
            return new PropertySourcesPlaceholderConfigurer();
        }

        @Bean
        JdbcClient jdbcClient(DataSource database) {
            return JdbcClient.create(database);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource database) {
            return new DataSourceTransactionManager(database);
        }

        @Bean
        TransactionTemplate transactions(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }
    }
}
