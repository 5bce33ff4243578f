package org.radhub.router.association;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.ExpectedExam;
import org.radhub.router.ExpectedExams;
import org.radhub.router.Listener;
import org.radhub.router.testing.NoStudies;
import org.radhub.storage.Attributes;
import org.radhub.storage.ExamProgress;
import org.radhub.storage.Intake;
import org.radhub.storage.Offer;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.Studies;
import org.radhub.storage.StudyArrived;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The router with the real registry and audit trail on a real database, listening on a free port. Site COUNTYA, device COUNTYA_CT. */
public final class Hub implements AutoCloseable {
    public static final String CT = "COUNTYA_CT";

    static {
        // What a hub does by itself, tests wait for as long as a busy machine may take.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    final KeepingIntake intake = new KeepingIntake();
    final Told told = new Told();
    private final Map<String, List<ExpectedExam>> expected = new ConcurrentHashMap<>();
    private final HikariDataSource database;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /**
     * With the intake of the tests.
     *
     * @param settings names and values, in turn, without {@code radhub.dicom.}
     */
    Hub(String... settings) {
        this(List.of(), settings);
    }

    /** With these services beside the usual ones. */
    Hub(List<Service> services, String... settings) {
        this(services, false, settings);
    }

    private Hub(List<Service> services, boolean timely, String... settings) {
        database = pooled(TestDatabase.fresh());
        for (var service : services) {
            context.registerBean(service.getClass().getName(), Service.class, () -> service);
        }
        if (timely) {
            context.register(Timely.class);
        }
        var properties = new HashMap<String, Object>();
        for (var i = 0; i < settings.length; i += 2) {
            properties.put("radhub.dicom." + settings[i], settings[i + 1]);
        }
        context.registerBean(Intake.class, () -> intake);
        context.registerBean(Studies.class, NoStudies::here);
        context.registerBean(Safekeeping.class, () -> NoStudies.insteadOf(Safekeeping.class));
        context.registerBean(ExamProgress.class, () -> NoStudies.insteadOf(ExamProgress.class));
        open(properties);
    }

    private Hub(Path home, DataSource database, Map<String, Object> further) {
        this.database = pooled(database);
        context.register(Timely.class);
        context.scan("org.radhub.storage");
        var settings = new HashMap<String, Object>(Map.of(
                "radhub.home", home.toString(),
                "radhub.storage.watermark", "1MB",
                "radhub.storage.settle", "300ms",
                "radhub.storage.quiet", "1s",
                "radhub.storage.watch", "50ms"));
        settings.putAll(further);
        open(settings);
    }

    /** With the real storage, its spool and objects under this directory. */
    public static Hub storing(Path home) {
        return storing(home, Map.of());
    }

    /** Likewise, on this database. */
    public static Hub storing(Path home, DataSource database, Map<String, Object> settings) {
        return new Hub(home, database, settings);
    }

    /** As before, on a database that outlives it. */
    static Hub storing(Path home, DataSource database) {
        return new Hub(home, database, Map.of());
    }

    /** Likewise, with these settings besides. */
    public static Hub storing(Path home, Map<String, Object> settings) {
        return new Hub(home, TestDatabase.fresh(), settings);
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** Keeps the data set as if the site's device had sent it, in Explicit VR Little Endian. */
    public void keep(String site, String device, String sopClass, Attributes dataSet) throws Exception {
        var offer = new Offer(site, device, "test", sopClass, dataSet.text(0x00080018), "1.2.840.10008.1.2.1");
        var bytes = dataSet.encoded("1.2.840.10008.1.2.1", "ISO_IR 192");
        get(Intake.class).keep(offer, new ByteArrayInputStream(bytes));
    }

    /** With the intake of the tests, and with the clockwork. */
    static Hub timely(String... settings) {
        return new Hub(List.of(), true, settings);
    }

    /** Without a stereotype, so that no scan finds it: only those who ask for it have the clockwork. */
    @EnableScheduling
    static class Timely {
        @Bean
        static PropertySourcesPlaceholderConfigurer placeholders() {
            return new PropertySourcesPlaceholderConfigurer();
        }
    }

    private void open(Map<String, Object> settings) {
        var properties = new HashMap<String, Object>(settings);
        properties.put("radhub.dicom.port", "0");
        context.getEnvironment().setConversionService(new ApplicationConversionService());
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(DataSourceTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(ExpectedExams.class, () -> site -> List.copyOf(expected.getOrDefault(site, List.of())));
        context.registerBean("told", Told.class, () -> told);
        context.scan("org.radhub.registry", "org.radhub.audit", "org.radhub.router");
        context.refresh();
        context.getBean(Sites.class).put(new Site("COUNTYA", "County A", "甲县医院", SiteKind.COUNTY, Optional.empty()));
        register(new Device(CT, "COUNTYA", "CT", "CT", List.of("127.0.0.0/8"), true));
    }

    /** The hospital waits for this exam. */
    public void expect(String site, ExpectedExam exam) {
        expected.computeIfAbsent(site, unknown -> new CopyOnWriteArrayList<>()).add(exam);
    }

    /** What storage told. */
    static final class Told {
        final Queue<StudyArrived> arrivals = new ConcurrentLinkedQueue<>();

        @EventListener
        void on(StudyArrived event) {
            arrivals.add(event);
        }
    }

    public Studies studies() {
        return context.getBean(Studies.class);
    }

    private static HikariDataSource pooled(DataSource database) {
        var pool = new HikariDataSource();
        pool.setDataSource(database);
        // Before the pool is made: one that runs hears of it half a minute later.
        pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        return pool;
    }

    public void register(Device device) {
        context.getBean(Devices.class).put(device);
    }

    public Listener listener() {
        return context.getBean(Listener.class);
    }

    public int port() {
        return listener().port();
    }

    int tlsPort() {
        return listener().tlsPort();
    }

    Sites sites() {
        return get(Sites.class);
    }

    public AuditTrail trail() {
        return context.getBean(AuditTrail.class);
    }

    public JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    Peer call() throws IOException {
        return Peer.associated(port(), CT, "RADHUB");
    }

    /** Where the shared test files are; they may be absent. */
    public static Path data() {
        return Path.of(System.getProperty("radhub.shared.data", "absent"));
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
