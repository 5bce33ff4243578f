package org.radhub.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.testing.StorageUnderTest;

/** A database that goes and comes back. */
class DatabaseRestartTest {
    @TempDir
    Path folder;

    private EmbeddedPostgres server;
    private HikariDataSource pool;
    private StorageUnderTest storage;

    @BeforeEach
    void start() throws Exception {
        server = open(0);
        Flyway.configure()
                .dataSource(server.getPostgresDatabase())
                .locations("classpath:db/migration")
                .outOfOrder(true)
                .load()
                .migrate();
        pool = new HikariDataSource();
        pool.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        pool.setConnectionTimeout(1000);
        storage = new StorageUnderTest(folder.resolve("home"), pool)
                .with("radhub.storage.quiet", "1h")
                .start();
    }

    private EmbeddedPostgres open(int port) throws Exception {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("database"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    @AfterEach
    void stop() throws Exception {
        storage.close();
        pool.close();
        server.close();
    }

    @Test
    void a_database_that_is_restarted_during_ingest_stops_no_sender_and_loses_nothing() throws Exception {
        int port = server.getPort();
        var sent = new Sent(storage);
        var sending = CompletableFuture.runAsync(() -> {
            try {
                sent.fromFourDevices(12, 40);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        for (int restart = 1; restart <= 2; restart++) {
            int passed = restart * 400;
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> sent.count() > passed);
            server.close();
            int before = sent.count();
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> sent.count() > before + 50 || sending.isDone());
            server = open(port);
        }
        sending.get(2, TimeUnit.MINUTES);

        eventually(() ->
                assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero());
        eventually(sent::assertStored);
        sent.assertKept();
        assertThat(sent.count()).isEqualTo(4 * 12 * 40);
        assertThat(storage.told(StudyArrived.class))
                .extracting(StudyArrived::studyInstanceUid)
                .hasSize(4 * 12)
                .doesNotHaveDuplicates();
    }
}
