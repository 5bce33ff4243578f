package org.radhub.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Phrase;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyQuery;
import org.radhub.storage.StudyStored;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.Program;
import org.radhub.storage.testing.SendingProcess;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;

class CrashRecoveryTest {
    @TempDir
    Path home;

    @TempDir
    Path copy;

    private DataSource database;

    @BeforeEach
    void makeDatabase() {
        database = TestDatabase.fresh();
    }

    @Test
    void an_instance_acknowledged_before_the_crash_is_there_after_it_though_the_index_never_had_it() throws Exception {
        keepTwoAndTakeCopy();

        try (var storage = new StorageUnderTest(copy, TestDatabase.fresh()).start()) {
            eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
            var study = storage.study("COUNTYA", "1.1");
            assertThat(study.instanceCount()).isEqualTo(2);
            assertThat(study.callingAeTitle()).isEqualTo("TESTER");
            assertThat(storage.told(StudyArrived.class).get(0).evidence().kind())
                    .hasToString("QUIET_TIME");
        }
    }

    @Test
    void nobody_is_told_that_the_studies_are_whole_before_the_index_has_what_the_crash_left() throws Exception {
        keepTwoAndTakeCopy();

        var slow = TestDatabase.fresh();
        try (var storage = new StorageUnderTest(copy, slow).with("radhub.storage.quiet", "1h")) {
            try (var holding = slow.getConnection()) {
                holding.setAutoCommit(false);
                // Who reads the index gets an answer, and who writes it waits.
                holding.createStatement().execute("lock table storage.instance in exclusive mode");
                storage.start();
                assertThat(storage.studies().isWhole(Duration.ofMillis(200))).isFalse();
                assertThat(storage.studies().search(StudyQuery.latest(10), Scope.EVERYTHING))
                        .isEmpty();
                assertThat(storage.keep("COUNTYA", "2", "1.1", "1.2", "1.5", new byte[10])
                                .sopInstanceUid())
                        .isEqualTo("1.5");
                holding.rollback();
            }
            assertThat(storage.studies().isWhole(Duration.ofMinutes(1))).isTrue();
            assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 600, 2000, 2047, 2048, 2500, 4000})
    void a_tail_that_was_torn_is_cut_and_nothing_before_it_is_lost(int torn) throws Exception {
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1h")
                .start()) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
            takeCopy();
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[5000]);
            long whole = end(storage, 0);
            var bytes = Files.readAllBytes(pack(home));
            Files.write(pack(copy), java.util.Arrays.copyOf(bytes, (int) whole + torn));
        }

        try (var spool = new Spool(copy, Long.MAX_VALUE)) {
            var entries = spool.entries(spool.packs().get(0));
            assertThat(entries).extracting(entry -> entry.sopInstanceUid()).containsExactly("1.3");
        }
        assertThat(Program.run("tar", "-tf", pack(copy).toString()).status()).isZero();
    }

    @Test
    void bytes_that_never_reached_the_disk_are_not_taken_for_an_instance_and_are_kept_for_a_person() throws Exception {
        long end;
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1h")
                .start()) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[50_000]);
            end = end(storage, 1);
            takeCopy();
        }
        try (var file = new RandomAccessFile(pack(copy).toFile(), "rw")) {
            file.seek(end - 4096);
            file.write("what was never written".getBytes(StandardCharsets.US_ASCII));
        }

        try (var storage = new StorageUnderTest(copy, TestDatabase.fresh()).start()) {
            eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
            assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isOne();
            assertThat(storage.spool().resolve("damaged")).isNotEmptyDirectory();
        }
    }

    @Test
    void a_length_that_the_disk_has_damaged_keeps_no_other_instance_from_the_index() throws Exception {
        keepTwoAndTakeCopy();
        try (var file = new RandomAccessFile(pack(copy).toFile(), "rw")) {
            // The File Meta Information of the first instance, longer than its file.
            file.seek(2048 + 140);
            file.write(new byte[] {-1, -1});
        }

        try (var storage = new StorageUnderTest(copy, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .start()) {
            assertThat(storage.studies().isWhole(Duration.ofMinutes(1))).isTrue();
            var study = storage.study("COUNTYA", "1.1");
            assertThat(storage.instances(study))
                    .extracting(instance -> instance.sopInstanceUid())
                    .containsExactly("1.4");
        }
    }

    @Test
    void a_pack_that_the_disk_does_not_give_back_at_the_start_is_indexed_when_it_does_and_holds_up_no_other()
            throws Exception {
        keepTwoAndTakeCopy();
        var pack = pack(copy);
        var held = Files.move(pack, copy.resolve("held"));
        // Whoever reads a folder is told that there was an error.
        Files.createSymbolicLink(pack, copy);

        try (var storage = new StorageUnderTest(copy, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .with("radhub.storage.look-again", "200ms")
                .start()) {
            assertThat(storage.studies().isWhole(Duration.ofMinutes(1))).isTrue();
            storage.keep("COUNTYA", "2", "2.1", "2.2", "2.3", new byte[10]);
            eventually(() ->
                    assertThat(storage.study("COUNTYA", "2.1").instanceCount()).isOne());
            assertThat(storage.studies().find(new StudyKey("COUNTYA", "1.1"))).isEmpty();

            Files.move(held, pack, StandardCopyOption.ATOMIC_MOVE);
            eventually(() ->
                    assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(2));
        }
    }

    @Test
    void the_same_pixels_of_another_patient_are_put_aside_though_the_index_had_not_heard_of_them() throws Exception {
        try (var storage = new StorageUnderTest(home, database).with("radhub.storage.quiet", "1h")) {
            storage.start();
            storage.keep("COUNTYA", "1", "1.3", image("P1"));
            storage.keep("COUNTYA", "2", "1.3", image("P2"));
            eventually(() -> assertThat(storage.study("COUNTYA", "1.1").warnings())
                    .contains(Phrase.of("storage.warning.conflict")));
            storage.close();
            storage.jdbc().sql("delete from storage.conflict").update();
            storage.jdbc().sql("update storage.study set warnings = '{}'").update();

            storage.start();
            eventually(() -> assertThat(storage.study("COUNTYA", "1.1").warnings())
                    .contains(Phrase.of("storage.warning.conflict")));
            assertThat(storage.jdbc()
                            .sql("select count(*) from storage.conflict")
                            .query(Integer.class)
                            .single())
                    .isOne();
        }
    }

    private static byte[] image(String patient) {
        return DataSetBytes.image("1.1", "1.2", "1.3", patient, "Zhang^Wei", "1", new byte[1000]);
    }

    @Test
    void what_was_acknowledged_is_indexed_after_the_crash_though_a_head_before_it_is_damaged() throws Exception {
        long damaged;
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1h")
                .start()) {
            for (int i = 0; i < 5; i++) {
                storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3." + i, new byte[3000]);
            }
            damaged = end(storage, 0);
            takeCopy();
        }
        try (var file = new RandomAccessFile(pack(copy).toFile(), "rw")) {
            file.seek(damaged + 200);
            file.write(0xff);
        }
        var before = Files.readAllBytes(pack(copy));

        try (var storage = new StorageUnderTest(copy, TestDatabase.fresh()).start()) {
            eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
            assertThat(found(storage)).containsExactlyInAnyOrder("1.3.0", "1.3.2", "1.3.3", "1.3.4");
            for (var instance : storage.instances(storage.study("COUNTYA", "1.1"))) {
                assertThat(storage.studies().open(instance).readAllBytes()).endsWith(new byte[3000]);
            }
            try (var kept = Files.newDirectoryStream(storage.spool().resolve("damaged"))) {
                assertThat(kept.iterator().next()).hasBinaryContent(before);
            }
        }
    }

    @Test
    void a_pack_that_was_confirmed_just_before_the_crash_leaves_the_spool_at_the_next_start() throws Exception {
        try (var storage = new StorageUnderTest(home, database).start()) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
            takeCopy();
            storage.intake().associationClosed("1");
            eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
            var spooled = storage.spool().resolve(pack(copy).getFileName());
            eventually(() -> assertThat(spooled).doesNotExist());
            Files.copy(pack(copy), spooled);
        }

        try (var storage = new StorageUnderTest(home, database).start()) {
            eventually(() -> assertThat(storage.spool().resolve(pack(copy).getFileName()))
                    .doesNotExist());
            assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isOne();
            assertThat(storage.told(StudyArrived.class)).isEmpty();
            assertThat(storage.told(StudyStored.class)).isEmpty();
        }
    }

    @Test
    void a_study_that_was_complete_and_not_told_of_is_told_of_after_the_restart() throws Exception {
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.watch", "1h")
                // The first look may come late.
                .with("radhub.storage.settle", "1h")
                .start()) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
            storage.intake().associationClosed("1");
            eventually(() ->
                    assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero());
        }

        try (var storage = new StorageUnderTest(home, database).start()) {
            eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
            assertThat(storage.told(StudyArrived.class)).hasSize(1);
        }
    }

    @Test
    void two_processes_cannot_use_one_home() throws Exception {
        try (var storage = new StorageUnderTest(home, database).start()) {
            assertThat(storage.intake()).isNotNull();
            assertThatThrownBy(() -> new Spool(home, 1))
                    .hasMessageContaining("another process uses")
                    .hasMessageContaining("RADHUB_HOME");
        }
    }

    @RepeatedTest(3)
    void a_process_that_is_killed_while_four_devices_send_loses_nothing_that_it_acknowledged() throws Exception {
        var acknowledged = new ArrayList<String>();
        var process = SendingProcess.start(home, database);
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SendingProcess.ACKNOWLEDGED)) {
                    acknowledged.add(line.substring(SendingProcess.ACKNOWLEDGED.length()));
                }
                if (acknowledged.size() == 150) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(process.waitFor()).isEqualTo(137);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(150);
        try (var packs = Files.newDirectoryStream(home.resolve("spool"), "*.tar")) {
            for (var pack : packs) {
                assertThat(Program.run("tar", "-tf", pack.toString()).output()).doesNotContain("checksum");
            }
        }

        try (var storage = new StorageUnderTest(home, database).start()) {
            eventually(() -> {
                assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero();
                assertThat(found(storage)).containsAll(acknowledged);
                assertThat(storage.studies().isWhole(Duration.ofMinutes(1))).isTrue();
            });
            for (var study : storage.studies().search(StudyQuery.latest(100), Scope.EVERYTHING)) {
                var instances = storage.instances(study);
                assertThat(instances).hasSize(study.instanceCount());
                for (var instance : instances) {
                    try (var in = storage.studies().open(instance)) {
                        assertThat(SharedFile.content(in.readAllBytes()).dataSet())
                                .isEqualTo(SendingProcess.dataSet(instance.sopInstanceUid()));
                    }
                }
            }
        }
    }

    private static List<String> found(StorageUnderTest storage) {
        return storage.jdbc()
                .sql("select sop_uid from storage.instance")
                .query(String.class)
                .list();
    }

    private void keepTwoAndTakeCopy() throws Exception {
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1h")
                .start()) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[3000]);
            takeCopy();
        }
    }

    /** The spool as a power cut would leave it. */
    private void takeCopy() throws Exception {
        Files.createDirectories(copy.resolve("spool"));
        Files.copy(
                pack(home),
                copy.resolve("spool").resolve(pack(home).getFileName()),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                copy.resolve("node-id"),
                Files.readString(home.resolve("node-id")),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static Path pack(Path home) throws Exception {
        try (var packs = Files.newDirectoryStream(home.resolve("spool"), "*.tar")) {
            return packs.iterator().next();
        }
    }

    /** Where an entry of the only pack ends, which its file does later: in whole blocks. */
    private static long end(StorageUnderTest storage, int number) throws IOException {
        var spool = storage.get(Spool.class);
        return spool.entries(spool.packs().get(0)).get(number).end();
    }
}
