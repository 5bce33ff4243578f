package org.radhub.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.radhub.registry.testing.TestDatabase;

class LongMigrationsTest {
    @TempDir
    Path migrations;

    @Test
    void a_migration_may_take_longer_than_any_other_answer_of_the_database() throws Exception {
        Files.writeString(migrations.resolve("V1__slow.sql"), "select pg_sleep(5)");
        var database = TestDatabase.empty().unwrap(PGSimpleDataSource.class);
        database.setSocketTimeout(3);
        try (var pool = new HikariDataSource()) {
            pool.setDataSource(database);
            pool.setMaximumPoolSize(2);
            var migrated = Flyway.configure()
                    .dataSource(pool)
                    .locations("filesystem:" + migrations)
                    .callbacks(new LongMigrations())
                    .load()
                    .migrate();

            assertThat(migrated.migrationsExecuted).isOne();
            try (var connection = pool.getConnection()) {
                assertThat(connection.getNetworkTimeout()).isEqualTo((int) TimeUnit.SECONDS.toMillis(3));
            }
        }
    }
}
