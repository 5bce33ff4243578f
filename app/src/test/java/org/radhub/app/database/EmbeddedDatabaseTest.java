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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    void nobody_gets_into_the_database_that_is_made_where_one_was_lost_without_the_new_password() throws Exception {
        try (var database = EmbeddedDatabase.start(home)) {
            run(database, "create table lost (word text)");
        }
        remove(home.resolve("postgres/data"));

        try (var database = EmbeddedDatabase.start(home)) {
            run(database, "create table lost (word text)");
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), EmbeddedDatabase.USER, "radhub"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void a_server_whose_data_are_moved_away_is_not_replaced_by_an_empty_one_and_starts_when_they_are_back()
            throws Exception {
        var data = home.resolve("postgres/data");
        var elsewhere = home.resolve("elsewhere");
        try (var database = EmbeddedDatabase.start(home)) {
            run(database, "create table kept (word text)");
            var server = LeftoverServer.running(data).orElseThrow();
            Files.move(data, elsewhere);
            server.destroyForcibly();
            server.onExit().get(1, TimeUnit.MINUTES);
            await().during(Duration.ofSeconds(5)).until(() -> !Files.exists(data));
            Files.move(elsewhere, data);

            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .untilAsserted(() -> run(database, "insert into kept values ('again')"));
        }
    }

    @Test
    void a_server_of_another_data_directory_is_not_taken_for_this_ones() throws IOException {
        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(database.url()).isNotEmpty();
            var other = Files.createDirectory(home.resolve("other"));
            Files.copy(home.resolve("postgres/data/postmaster.pid"), other.resolve("postmaster.pid"));

            assertThat(LeftoverServer.running(other)).isEmpty();
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

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
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
