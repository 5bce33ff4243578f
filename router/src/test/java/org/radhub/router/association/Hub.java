package org.radhub.router.association;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.Listener;
import org.radhub.storage.Intake;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The router with the real registry and audit trail on a real database, listening on a free port. Site COUNTYA, device COUNTYA_CT. */
final class Hub implements AutoCloseable {
    static final String CT = "COUNTYA_CT";

    final KeepingIntake intake = new KeepingIntake();
    private final HikariDataSource database = pooled();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** @param settings names and values, in turn, without {@code radhub.dicom.} */
    Hub(String... settings) {
        var properties = new HashMap<String, Object>(Map.of("radhub.dicom.port", "0"));
        for (var i = 0; i < settings.length; i += 2) {
            properties.put("radhub.dicom." + settings[i], settings[i + 1]);
        }
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Intake.class, () -> intake);
        context.scan("org.radhub.registry", "org.radhub.audit", "org.radhub.router");
        context.refresh();
        context.getBean(Sites.class).put(new Site("COUNTYA", "County A", "甲县医院", SiteKind.COUNTY, Optional.empty()));
        register(new Device(CT, "COUNTYA", "CT", "CT", List.of("127.0.0.0/8"), true));
    }

    private static HikariDataSource pooled() {
        var pool = new HikariDataSource();
        pool.setDataSource(TestDatabase.fresh());
        return pool;
    }

    void register(Device device) {
        context.getBean(Devices.class).put(device);
    }

    Listener listener() {
        return context.getBean(Listener.class);
    }

    int port() {
        return listener().port();
    }

    AuditTrail trail() {
        return context.getBean(AuditTrail.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    Peer call() throws IOException {
        return Peer.associated(port(), CT, "RADHUB");
    }

    /** Where the shared test files are; they may be absent. */
    static Path data() {
        return Path.of(System.getProperty("radhub.shared.data", "absent"));
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
