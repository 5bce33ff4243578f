package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Scope;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Recovery;
import org.radhub.storage.Study;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Killed at any instant, the hub keeps everything that it ever acknowledged on the network, and nothing by halves. */
class KillDuringIngestTest {
    private static final Logger LOG = LoggerFactory.getLogger(KillDuringIngestTest.class);
    private static final int KILLS = Integer.getInteger("radhub.kills", 50);
    private static final long SEED = Long.getLong("radhub.kills.seed", System.nanoTime());
    private static final int SLICES = 12;
    private static final int LATEST_KILL_MILLIS = 800;

    @TempDir
    Path home;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final DataSource database = TestDatabase.fresh();

    @Test
    void everything_acknowledged_before_fifty_kills_is_there_after_them_byte_for_byte() throws Exception {
        LOG.warn("{} kills; to repeat them: -Dradhub.kills.seed={}", KILLS, SEED);
        var random = new Random(SEED);
        var devices = new ArrayList<Device>();
        for (int device = 0; device < 4; device++) {
            devices.add(new Device(device));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            var process = IngestProcess.start(home, url());
            try {
                if (random.nextInt(10) == 0) {
                    // While it takes up what the last one left.
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(2000)).toNanos());
                } else {
                    int port = process.port();
                    assertReadableByTar(home.resolve("spool"));
                    var sending =
                            devices.stream().map(device -> device.sendTo(port)).toList();
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LATEST_KILL_MILLIS))
                            .toNanos());
                    process.kill();
                    for (var thread : sending) {
                        thread.join(30_000);
                        assertThat(thread.isAlive()).isFalse();
                    }
                }
            } finally {
                process.kill();
            }
        }
        LOG.warn("{} instances were acknowledged", acknowledged.size());
        assertThat(refused).isEmpty();
        assertThat(acknowledged).hasSizeGreaterThan(5 * KILLS);
        assertEverythingIsThere();
    }

    private void assertEverythingIsThere() throws Exception {
        try (var hub = Hub.storing(home, database)) {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(hub.jdbc()
                                .sql("select count(*) from storage.study where state <> 'TOLD' or not stored_told")
                                .query(Integer.class)
                                .single())
                        .isZero();
                assertThat(hub.jdbc()
                                .sql("select sop_uid from storage.instance")
                                .query(String.class)
                                .list())
                        .containsAll(acknowledged);
            });
            var found = new HashSet<String>();
            for (var study : studies(hub)) {
                for (var series : hub.studies().seriesOf(study.id())) {
                    for (var instance : hub.studies().instancesOf(series.id())) {
                        try (var in = hub.studies().open(instance)) {
                            var sent = Slice.of(instance.sopInstanceUid()).dataSet();
                            var bytes = in.readAllBytes();
                            assertThat(Arrays.copyOfRange(bytes, bytes.length - sent.length, bytes.length))
                                    .isEqualTo(sent);
                        }
                        assertThat(found.add(instance.sopInstanceUid())).isTrue();
                    }
                }
            }
            assertThat(found).containsAll(acknowledged);
            assertThat(studies(hub).stream().mapToInt(Study::instanceCount).sum())
                    .isEqualTo(found.size());
            assertSound(hub);
        }
        assertReadableByTar(home.resolve("objects"));
    }

    private static void assertSound(Hub hub) throws IOException {
        var findings = new ArrayList<Recovery.Finding>();
        hub.get(Recovery.class).verify(0, new Recovery.Progress() {
            @Override
            public void soFar(String line) {
                LOG.info(line);
            }

            @Override
            public void found(Recovery.Finding finding) {
                findings.add(finding);
            }
        });
        assertThat(findings).isEmpty();
    }

    private static List<Study> studies(Hub hub) {
        return hub.jdbc().sql("select study_uid from storage.study").query(String.class).list().stream()
                .flatMap(uid -> hub.studies().withUid(uid, Scope.EVERYTHING).stream())
                .toList();
    }

    private static void assertReadableByTar(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (var pack :
                    files.filter(file -> file.toString().endsWith(".tar")).toList()) {
                var tar = new ProcessBuilder("tar", "-tf", pack.toString())
                        .redirectErrorStream(true)
                        .start();
                var said = new String(tar.getInputStream().readAllBytes());
                // One that went to the object store meanwhile is looked at there, at the end.
                assertThat(tar.waitFor() == 0 || !Files.exists(pack)).as(said).isTrue();
            }
        }
    }

    private String url() throws Exception {
        try (var connection = database.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }

    /** Sends one study after the other, each on an association of its own, and again whatever was not acknowledged. */
    private final class Device {
        private final int number;
        private int study;
        private int slice;

        Device(int number) {
            this.number = number;
        }

        Thread sendTo(int port) {
            var thread = new Thread(() -> send(port), "device-" + number);
            thread.start();
            return thread;
        }

        private void send(int port) {
            try {
                while (true) {
                    try (var peer = Peer.associated(port, Hub.CT, "RADHUB")) {
                        sendStudy(peer);
                        peer.release();
                    }
                }
            } catch (IOException e) {
                // The hub was killed. What was not acknowledged is sent again.
                LOG.debug("device {} was cut off", number, e);
            }
        }

        private void sendStudy(Peer peer) throws IOException {
            for (; slice < SLICES; slice++) {
                var sent = new Slice(number, study, slice);
                var answer = peer.store(sent.uid(), sent.dataSet());
                if (answer.type() != Pdu.P_DATA_TF) {
                    throw new IOException("cut off");
                }
                if (answer.status() == 0) {
                    acknowledged.add(sent.uid());
                } else {
                    refused.add(sent.uid() + ": " + answer.comment());
                }
            }
            slice = 0;
            study++;
        }
    }
}
