package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.SendingState;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;

class KilledWorkerTest {
    private static final String STUDY = "1.2.826.4";

    /** A second process of the hub: arguments are the database's address and its home. */
    public static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] args) throws InterruptedException {
            var database = new PGSimpleDataSource();
            database.setUrl(args[0]);
            database.setUser("postgres");
            try (var hub = new SendingHub(Path.of(args[1]), database, "radhub.sending.lease", "4s")) {
                new CountDownLatch(1).await();
            }
        }
    }

    @Test
    void a_worker_that_is_killed_loses_its_lease_and_another_ends_what_it_began(@TempDir Path temp)
            throws IOException, SQLException {
        var database = TestDatabase.fresh();
        var home = Files.createDirectory(temp.resolve("one"));
        var other = Files.createDirectory(temp.resolve("two"));
        Files.createDirectory(home.resolve("objects"));
        Files.createSymbolicLink(other.resolve("objects"), home.resolve("objects"));
        try (var peer = new ScriptedPeer()) {
            var never = new CountDownLatch(1);
            peer.script = (uid, nth) -> uid.equals(SendingHub.uid(STUDY, 6)) && nth == 0
                    ? new ScriptedPeer.Wait(never, Duration.ofMinutes(10))
                    : ScriptedPeer.KEEP;
            var killed = start(database.getConnection().getMetaData().getURL(), other, temp.resolve("other.log"));
            try (var hub = new SendingHub(home, database)) {
                // The other one is to send.
                hub.a(Dispatcher.class).stop();
                hub.sendAllTo("PACS", peer.port(), 1);
                hub.receive(STUDY, 1, 11, 5000);
                await().atMost(Duration.ofSeconds(120)).until(() -> peer.requests.size() == 6);
                killed.destroyForcibly().onExit().join();
            } finally {
                killed.destroyForcibly().onExit().join();
            }
            assertThat(peer.kept).hasSize(5);

            try (var hub = new SendingHub(home, database)) {
                var sent = hub.sendings(STUDY, 1, SendingState.SENT).get(0);
                assertThat(sent.attempts()).isEqualTo(2);
            }
            assertThat(peer.kept).hasSize(10).doesNotHaveDuplicates();
            assertThat(peer.requests).hasSize(11);
        }
    }

    private static Process start(String database, Path home, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        database,
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
