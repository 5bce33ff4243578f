package org.radhub.storage.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Phrase;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.Study;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;

class DuplicatesAndConflictsTest {
    @TempDir
    Path home;

    private StorageUnderTest storage;

    @BeforeEach
    void start() {
        storage = new StorageUnderTest(home, TestDatabase.fresh()).start();
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void the_same_instance_again_changes_nothing_and_leaves_one_copy() throws Exception {
        for (int i = 0; i < 3; i++) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[5000]);
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[5000]);
        }
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));

        var study = storage.study("COUNTYA", "1.1");
        assertThat(study.instanceCount()).isEqualTo(2);
        assertThat(study.warnings()).isEmpty();
        assertThat(storage.told(StudyStored.class).get(0).bytes()).isLessThan(3 * 8192);
        for (var instance : storage.instances(study)) {
            var content = SharedFile.content(storage.studies().open(instance).readAllBytes());
            assertThat(content.sopInstanceUid()).isEqualTo(instance.sopInstanceUid());
        }
    }

    @Test
    void other_attributes_around_the_same_pixels_are_the_same_instance_and_corrections_of_the_patient_are_said_once()
            throws Exception {
        var pixels = new byte[] {1, 2, 3, 4};
        for (var instance : List.of("1.3", "1.4")) {
            storage.keep("COUNTYA", "1", instance, DataSetBytes.image("1.1", "1.2", instance, "Before", pixels));
        }
        for (int i = 0; i < 2; i++) {
            for (var instance : List.of("1.3", "1.4")) {
                storage.keep("COUNTYA", "1", instance, DataSetBytes.image("1.1", "1.2", instance, "After", pixels));
            }
        }
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(1));

        var study = storage.study("COUNTYA", "1.1");
        assertThat(study.instanceCount()).isEqualTo(2);
        assertThat(study.patient().name()).isEqualTo("Before");
        assertThat(study.warnings()).containsExactly(Phrase.of("storage.warning.sent-again.name", "After"));
    }

    @Test
    void a_number_date_or_sex_that_an_image_has_when_it_is_sent_again_is_said_and_what_it_lacks_is_not()
            throws Exception {
        var first = resent("20260102", "F", "A1").bytes();
        storage.keep("COUNTYA", "1", "1.3", first);
        storage.keep("COUNTYA", "1", "1.3", resent("19990102", "O", "A2").bytes());
        storage.keep("COUNTYA", "1", "1.3", first);
        storage.keep("COUNTYA", "1", "1.3", resent("", "", "").bytes());
        eventually(() ->
                assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero());

        assertThat(storage.study("COUNTYA", "1.1").warnings())
                .containsExactly(
                        Phrase.of("storage.warning.sent-again.birth-date", "19990102"),
                        Phrase.of("storage.warning.sent-again.sex", "O"),
                        Phrase.of("storage.warning.sent-again.accession", "A2"));
        assertThat(storage.study("COUNTYA", "1.1").accessionNumber()).isEqualTo("A1");
    }

    @Test
    void an_image_that_is_sent_again_with_ever_other_attributes_leaves_room_for_other_warnings() throws Exception {
        storage.keep("COUNTYA", "1", "1.3", resent("20260102", "F", "A0").bytes());
        for (int i = 1; i <= 40; i++) {
            storage.keep("COUNTYA", "1", "1.3", resent("20260102", "F", "A" + i).bytes());
        }
        storage.keep("COUNTYA", "1", "1.3", resent("20260102", "M", "A0").bytes());
        eventually(() ->
                assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero());

        assertThat(storage.study("COUNTYA", "1.1").warnings())
                .containsExactly(
                        Phrase.of("storage.warning.sent-again.accession", "A1"),
                        Phrase.of("storage.warning.sent-again.sex", "M"));
    }

    private static DataSetBytes resent(String birthDate, String sex, String accession) {
        return new DataSetBytes()
                .text(0x00080016, "UI", DataSetBytes.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", "1.3")
                .text(0x00080050, "SH", accession)
                .text(0x00080060, "CS", "OT")
                .text(0x00100020, "LO", "P1")
                .text(0x00100030, "DA", birthDate)
                .text(0x00100040, "CS", sex)
                .text(0x0020000d, "UI", "1.1")
                .text(0x0020000e, "UI", "1.2")
                .value(0x7fe00010, "OB", new byte[] {1, 2, 3, 4});
    }

    @Test
    void other_pixels_under_the_same_uid_are_kept_aside_and_never_replace_the_first() throws Exception {
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[] {1, 1});
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[] {2, 2});
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[] {2, 2});
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));

        var study = storage.study("COUNTYA", "1.1");
        assertThat(study.instanceCount()).isOne();
        assertThat(study.warnings()).containsExactly(Phrase.of("storage.warning.conflict"));
        var shown = storage.studies().open(storage.instances(study).get(0)).readAllBytes();
        assertThat(shown).endsWith(new byte[] {1, 1});
        assertThat(storage.jdbc()
                        .sql("select count(*) from storage.conflict")
                        .query(Integer.class)
                        .single())
                .isOne();
        try (var files = Files.walk(home.resolve("objects/studies"))) {
            var pack = files.filter(file -> file.toString().endsWith(".tar"))
                    .findFirst()
                    .orElseThrow();
            var listing = new ProcessBuilder("tar", "tf", pack.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(listing.getInputStream().readAllBytes()).lines())
                    .hasSize(2);
        }
    }

    @Test
    void the_same_pixels_in_another_study_are_no_copy_but_kept_aside_and_shown() throws Exception {
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[] {1, 1});
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        storage.keep("COUNTYA", "2", "2.1", "2.2", "1.3", new byte[] {1, 1});

        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").warnings()).contains(Phrase.of("storage.warning.conflict")));
        assertThat(storage.jdbc()
                        .sql("select count(*) from storage.conflict")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void the_same_uid_from_two_hospitals_is_two_studies() throws Exception {
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[] {1, 1});
        storage.keep("COUNTYB", "2", "1.1", "1.2", "1.3", new byte[] {2, 2});

        eventually(() -> {
            assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isOne();
            assertThat(storage.study("COUNTYB", "1.1").instanceCount()).isOne();
        });
        assertThat(storage.study("COUNTYA", "1.1").id())
                .isNotEqualTo(storage.study("COUNTYB", "1.1").id());
        assertThat(storage.study("COUNTYB", "1.1").warnings()).isEmpty();
    }

    @Test
    void two_patients_in_one_study_are_kept_and_pointed_out() throws Exception {
        storage.keep("COUNTYA", "1", "1.3", DataSetBytes.image("1.1", "1.2", "1.3", "P1", "A", "1", new byte[2]));
        storage.keep("COUNTYA", "1", "1.4", DataSetBytes.image("1.1", "1.2", "1.4", "P2", "B", "2", new byte[2]));

        eventually(() -> {
            var study = storage.study("COUNTYA", "1.1");
            assertThat(study.instanceCount()).isEqualTo(2);
            assertThat(study.warnings()).containsExactly(Phrase.of("storage.warning.patients", "P1", "P2"));
            assertThat(study.patient().id()).isEqualTo("P1");
        });
    }

    @Test
    void an_issuer_that_one_device_leaves_out_makes_no_other_patient() throws Exception {
        storage.keep("COUNTYA", "1", "1.3", issued("1.3", "1001", "", "F"));
        storage.keep("COUNTYA", "1", "1.4", issued("1.4", "1001", "H", "F"));
        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").patient().issuer()).isEqualTo("H"));
        storage.keep("COUNTYA", "1", "1.3", issued("1.3", "1001", "", "M"));

        eventually(() -> assertThat(storage.study("COUNTYA", "1.1").warnings())
                .containsExactly(Phrase.of("storage.warning.sent-again.sex", "M")));
        assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(2);
        assertThat(storage.study("COUNTYA", "1.1").patient().id()).isEqualTo("1001");
    }

    @Test
    void the_same_id_of_two_issuers_is_two_patients() throws Exception {
        storage.keep("COUNTYA", "1", "1.3", issued("1.3", "1001", "H", "F"));
        storage.keep("COUNTYA", "1", "1.4", issued("1.4", "1001", "K", "F"));

        eventually(() -> assertThat(storage.study("COUNTYA", "1.1").warnings())
                .containsExactly(Phrase.of("storage.warning.issuers", "1001", "H", "K")));
        assertThat(storage.study("COUNTYA", "1.1").patient().issuer()).isEqualTo("H");
    }

    @Test
    void an_id_never_gets_the_issuer_of_another_one() throws Exception {
        storage.keep("COUNTYA", "1", "1.3", issued("1.3", "1001", "", "F"));
        storage.keep("COUNTYA", "1", "1.4", issued("1.4", "456", "H", "F"));
        storage.keep("COUNTYA", "1", "1.5", issued("1.5", "", "J", "F"));
        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(3));

        var study = storage.study("COUNTYA", "1.1");
        assertThat(study.patient().id()).isEqualTo("1001");
        assertThat(study.patient().issuer()).isEmpty();
        assertThat(study.warnings()).containsExactly(Phrase.of("storage.warning.patients", "1001", "456"));

        storage.keep("COUNTYA", "1", "1.6", issued("1.6", "1001", "K", "F"));
        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").patient().issuer()).isEqualTo("K"));
    }

    @Test
    void one_patient_id_with_two_names_is_pointed_out_where_only_one_study_names_an_issuer() throws Exception {
        storage.keep("COUNTYA", "1", "1.3", issued("1.3", "P1", "H", "F"));
        storage.keep(
                "COUNTYA", "1", "2.3", DataSetBytes.image("2.1", "2.2", "2.3", "P1", "Wang^Fang", "1", new byte[2]));

        eventually(() -> assertThat(storage.study("COUNTYA", "2.1").warnings())
                .containsExactly(Phrase.of("storage.warning.names", "P1", "Li^Na")));
    }

    private static byte[] issued(String instance, String patientId, String issuer, String sex) {
        return new DataSetBytes()
                .text(0x00080016, "UI", DataSetBytes.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", instance)
                .text(0x00080060, "CS", "OT")
                .text(0x00100010, "PN", "Li^Na")
                .text(0x00100020, "LO", patientId)
                .text(0x00100021, "LO", issuer)
                .text(0x00100040, "CS", sex)
                .text(0x0020000d, "UI", "1.1")
                .text(0x0020000e, "UI", "1.2")
                .value(0x7fe00010, "OB", new byte[] {1, 2, 3, 4})
                .bytes();
    }

    @Test
    void one_patient_id_with_two_names_is_pointed_out_within_a_hospital_and_not_between_hospitals() throws Exception {
        storage.keep(
                "COUNTYA", "1", "1.3", DataSetBytes.image("1.1", "1.2", "1.3", "P1", "Li^Na=李^娜", "1", new byte[2]));
        storage.keep(
                "COUNTYB", "2", "2.3", DataSetBytes.image("2.1", "2.2", "2.3", "P1", "Wang^Fang", "1", new byte[2]));
        eventually(() -> assertThat(storage.study("COUNTYB", "2.1").warnings()).isEmpty());
        storage.keep("COUNTYA", "1", "3.3", DataSetBytes.image("3.1", "3.2", "3.3", "P1", "LI^NA", "1", new byte[2]));
        storage.keep(
                "COUNTYA", "1", "4.3", DataSetBytes.image("4.1", "4.2", "4.3", "P1", "Wang^Fang", "1", new byte[2]));

        eventually(() -> assertThat(storage.study("COUNTYA", "4.1").warnings()).hasSize(1));
        assertThat(storage.study("COUNTYA", "4.1").warnings().get(0).key()).isEqualTo("storage.warning.names");
        assertThat(storage.study("COUNTYA", "3.1").warnings()).isEmpty();
    }

    @Test
    void twenty_senders_of_the_same_study_five_times_each_make_exact_counts_and_one_copy() throws Exception {
        int instances = 30;
        var threads = Executors.newFixedThreadPool(20);
        try {
            var senders = new ArrayList<Callable<Void>>();
            for (int sender = 0; sender < 20; sender++) {
                var association = "sender " + sender;
                senders.add(() -> {
                    for (int i = 0; i < 5 * instances; i++) {
                        int number = i % instances;
                        storage.keep(
                                "COUNTYA",
                                association,
                                "1.1",
                                "1.2." + number % 3,
                                "1.3." + number,
                                new byte[1000 + number]);
                    }
                    storage.intake().associationClosed(association);
                    return null;
                });
            }
            for (var sent : threads.invokeAll(senders)) {
                sent.get();
            }
        } finally {
            threads.shutdownNow();
        }
        eventually(() -> {
            assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero();
            assertThat(storage.told(StudyStored.class)).isNotEmpty();
            try (var spooled = Files.newDirectoryStream(storage.spool(), "*.tar")) {
                assertThat(spooled).isEmpty();
            }
        });

        var study = storage.study("COUNTYA", "1.1");
        assertThat(study.instanceCount()).isEqualTo(instances);
        assertThat(study.seriesCount()).isEqualTo(3);
        assertThat(study.warnings()).isEmpty();
        assertThat(study.bytes()).isEqualTo(sum(study));
        assertThat(storage.studies().seriesOf(study.id()))
                .extracting(series -> series.instanceCount())
                .containsOnly(10);
        assertThat(storage.instances(study)).hasSize(instances);
        assertThat(storage.told(StudyArrived.class)).hasSize(1);
        assertThat(storage.told(InstancesArrivedLate.class)).isEmpty();
        long stored = storage.jdbc()
                .sql("select coalesce(sum(bytes), 0) from storage.pack")
                .query(Long.class)
                .single();
        assertThat(stored).isLessThan(instances * 8192L);
        for (var instance : storage.instances(study)) {
            assertThat(storage.studies().open(instance).readAllBytes()).hasSize((int) instance.bytes());
        }
        assertThat(IntStream.range(0, instances).mapToObj(number -> "1.3." + number))
                .containsExactlyInAnyOrderElementsOf(storage.instances(study).stream()
                        .map(instance -> instance.sopInstanceUid())
                        .toList());
    }

    private long sum(Study study) {
        return storage.instances(study).stream()
                .mapToLong(instance -> instance.bytes())
                .sum();
    }
}
