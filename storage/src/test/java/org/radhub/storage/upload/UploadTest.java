package org.radhub.storage.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.objects.S3Server;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;

class UploadTest {
    @TempDir
    Path home;

    private S3Server server;
    private StorageUnderTest storage;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .with("radhub.storage.store-first", "1s");
        server.settings("packs").forEach(storage::with);
        storage.start();
    }

    @AfterEach
    void stop() throws Exception {
        storage.close();
        server.close();
    }

    @Test
    void a_study_is_stored_before_it_is_told_of_where_the_object_store_is_well() throws Exception {
        send("1.1", "1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));

        var stored = storage.told(StudyStored.class).get(0);
        var arrived = storage.told(StudyArrived.class).get(0);
        assertThat(stored.objects()).isOne();
        assertThat(stored.at()).isAfterOrEqualTo(arrived.completeAt());
        try (var keys = server.store("packs").list("")) {
            assertThat(keys)
                    .hasSize(2)
                    .allMatch(key -> key.matches(
                            "studies/COUNTYA/\\d{4}/1\\.1/1\\.1\\.2/[0-9a-f-]{36}\\.(tar|metadata\\.json\\.gz)"));
        }
        assertReadable("1.1");
    }

    @Test
    void an_object_store_that_is_away_stops_nothing_but_the_uploads_which_catch_up() throws Exception {
        server.shut();
        send("1.1", "1");
        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(1));
        send("2.1", "2");
        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(2));

        eventually(() -> {
            var health = storage.get(SpoolHealth.class).now();
            assertThat(health.uploadsWaiting()).isEqualTo(2);
            assertThat(health.lastUploadError()).isPresent();
            assertThat(health.spoolBytes()).isPositive();
        });
        assertThat(storage.told(StudyStored.class)).isEmpty();
        assertReadable("1.1");
        assertReadable("2.1");

        server.open();
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(2));
        eventually(() -> {
            var health = storage.get(SpoolHealth.class).now();
            assertThat(health.uploadsWaiting()).isZero();
            assertThat(health.spoolBytes()).isZero();
        });
        assertReadable("1.1");
        assertReadable("2.1");
    }

    @Test
    void an_upload_goes_behind_what_is_arriving_and_the_study_is_told_of_all_the_same() throws Exception {
        send("1.1", "1");
        for (int i = 0; i < 20_000 && storage.told(StudyArrived.class).isEmpty(); i++) {
            storage.keep("COUNTYA", "2", "2.1", "2.1.2", "2.1.3." + i, new byte[100]);
        }
        assertThat(storage.told(StudyArrived.class)).hasSize(1);
        assertThat(storage.told(StudyStored.class)).isEmpty();

        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertReadable("1.1");
    }

    @Test
    void who_reads_while_a_pack_moves_from_the_spool_to_the_object_store_goes_on_reading() throws Exception {
        var pixels = new byte[3 << 20];
        Arrays.fill(pixels, (byte) 7);
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", pixels);
        eventually(() -> assertThat(storage.studies().find(new org.radhub.registry.StudyKey("COUNTYA", "1.1")))
                .isPresent());
        var instance = storage.instances(storage.study("COUNTYA", "1.1")).get(0);
        var readers = new ArrayList<InputStream>();
        for (int i = 0; i < 5; i++) {
            var in = storage.studies().open(instance);
            assertThat(in.readNBytes(100)).hasSize(100);
            readers.add(in);
        }

        storage.intake().associationClosed("1");
        eventually(() -> {
            try (var spooled = Files.newDirectoryStream(storage.spool(), "*.tar")) {
                assertThat(spooled).isEmpty();
            }
        });

        for (var in : readers) {
            try (in) {
                assertThat(in.readAllBytes())
                        .hasSize((int) instance.bytes() - 100)
                        .endsWith(pixels);
            }
        }
        assertThat(storage.studies().open(instance).readAllBytes()).endsWith(pixels);
    }

    private void send(String study, String association) throws Exception {
        for (int i = 0; i < 5; i++) {
            storage.keep("COUNTYA", association, study, study + ".2", study + ".3." + i, new byte[10_000 + i]);
        }
        storage.intake().associationClosed(association);
    }

    private void assertReadable(String uid) throws Exception {
        var instances = storage.instances(storage.study("COUNTYA", uid));
        assertThat(instances).hasSize(5);
        for (var instance : instances) {
            try (var in = storage.studies().open(instance)) {
                assertThat(SharedFile.content(in.readAllBytes()).sopInstanceUid())
                        .isEqualTo(instance.sopInstanceUid());
            }
        }
        var series =
                storage.studies().seriesOf(storage.study("COUNTYA", uid).id()).get(0);
        try (var in = storage.studies().metadata(series)) {
            assertThat(new String(in.readAllBytes())).contains(uid + ".3.4");
        }
    }
}
