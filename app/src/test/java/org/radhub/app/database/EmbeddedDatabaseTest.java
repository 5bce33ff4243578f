package org.radhub.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    Path home;

    @Test
    void what_was_committed_is_there_after_a_restart() throws IOException, SQLException {
        try (var database = EmbeddedDatabase.start(home)) {
            run(database, "create table kept (word text)");
            run(database, "insert into kept values ('张^伟')");
        }
        try (var database = EmbeddedDatabase.start(home);
                var connection =
                        DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
                var result = connection.createStatement().executeQuery("select word from kept")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo("张^伟");
        }
    }

    @Test
    void commits_wait_for_the_disk() throws IOException, SQLException {
        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(setting(database, "fsync")).isEqualTo("on");
            assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(database, "full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void a_server_that_is_killed_is_started_again_with_all_that_was_committed() throws Exception {
        try (var database = EmbeddedDatabase.start(home)) {
            run(database, "create table kept (word text)");
            LeftoverServer.running(home.resolve("postgres/data")).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .untilAsserted(() -> run(database, "insert into kept values ('again')"));
        }
    }

    @Test
    void nobody_gets_in_without_the_password() throws IOException {
        try (var database = EmbeddedDatabase.start(home)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, "radhub"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void other_users_of_the_machine_get_neither_at_a_new_home_nor_at_the_programs_that_run_in_it() throws IOException {
        var made = home.resolve("made");
        try (var database = EmbeddedDatabase.start(made)) {
            assertThat(database.url()).isNotEmpty();
            for (var folder : List.of(made, made.resolve("postgres"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                        .isEqualTo("rwx------");
            }
        }
    }

    private static void run(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password())) {
            connection.createStatement().execute(sql);
        }
    }

    private static String setting(EmbeddedDatabase database, String name) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, database.password());
                var result = connection.createStatement().executeQuery("show " + name)) {
            result.next();
            return result.getString(1);
        }
    }
}
