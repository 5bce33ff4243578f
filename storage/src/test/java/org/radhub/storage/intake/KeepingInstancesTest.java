package org.radhub.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Study;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;

class KeepingInstancesTest {
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

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
    void a_series_that_was_sent_is_found_read_back_and_told_of_once_it_is_complete() throws Exception {
        for (var file : SharedFile.in("ct-series/ge-head-28")) {
            storage.intake()
                    .keep(
                            file.content().offer("COUNTYA", "1"),
                            new ByteArrayInputStream(file.content().dataSet()));
        }
        storage.intake().associationClosed("1");

        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        var arrived = storage.told(StudyArrived.class);
        assertThat(arrived).hasSize(1);
        assertThat(arrived.get(0).instances()).isEqualTo(28);
        assertThat(arrived.get(0).evidence().kind()).hasToString("GEOMETRY");
        assertThat(arrived.get(0).firstByteAt()).isBefore(arrived.get(0).lastByteAt());
        assertThat(arrived.get(0).completeAt()).isAfter(arrived.get(0).lastByteAt());

        var study = storage.studies().find(arrived.get(0).studyId()).orElseThrow();
        assertThat(study.complete()).isTrue();
        assertThat(study.modalities()).containsExactly("CT");
        assertThat(study.instanceCount()).isEqualTo(28);
        assertThat(study.seriesCount()).isOne();
        assertThat(study.callingAeTitle()).isEqualTo("TESTER");
        assertThat(storage.studies().withUid(study.studyInstanceUid(), Scope.ofSite("COUNTYA")))
                .containsExactly(study);
        assertThat(storage.studies().withUid(study.studyInstanceUid(), Scope.ofSite("COUNTYB")))
                .isEmpty();

        var series = storage.studies().seriesOf(study.id());
        assertThat(series).hasSize(1);
        assertThat(series.get(0).instanceCount()).isEqualTo(28);
        var instances = storage.studies().instancesOf(series.get(0).id());
        assertThat(instances)
                .extracting(instance -> Integer.parseInt(instance.number()))
                .isSorted()
                .hasSize(28);
        assertThat(instances.stream().mapToLong(instance -> instance.bytes()).sum())
                .isEqualTo(study.bytes());
        eventually(() -> assertThat(storage.spool()).isDirectoryNotContaining("glob:**.tar"));
        for (var file : SharedFile.in("ct-series/ge-head-28")) {
            var instance = storage.studies()
                    .instance(study.id(), series.get(0).seriesInstanceUid(), file.sopInstanceUid())
                    .orElseThrow();
            assertThat(SharedFile.content(read(storage.studies().open(instance)))
                            .dataSet())
                    .isEqualTo(file.content().dataSet());
        }
    }

    @Test
    void an_instance_is_readable_as_soon_as_it_is_in_the_index_whether_or_not_it_is_stored() throws Exception {
        keep("1.1", "1.2", "1.3", "Zhang^Wei=张^伟", new byte[] {1, 2, 3, 4});

        eventually(() -> assertThat(storage.studies().find(new StudyKey("COUNTYA", "1.1")))
                .isPresent());
        var study = storage.studies().find(new StudyKey("COUNTYA", "1.1")).orElseThrow();
        assertThat(study.patient().name()).isEqualTo("Zhang^Wei=张^伟");
        assertThat(study.description()).isEqualTo("测试 study");
        var instance = storage.studies().instance(study.id(), "1.2", "1.3").orElseThrow();
        var bytes = read(storage.studies().open(instance));
        assertThat(bytes).hasSize((int) instance.bytes());
        assertThat(read(storage.studies().open(instance, bytes.length - 4, 4))).isEqualTo(new byte[] {1, 2, 3, 4});
        assertThatThrownBy(() -> storage.studies().open(instance, bytes.length - 4, 5))
                .isInstanceOf(IOException.class);
    }

    @Test
    void what_breaks_on_the_way_leaves_no_trace() throws Exception {
        keep("1.1", "1.2", "1.3", "A", new byte[100]);
        var whole = DataSetBytes.image("1.1", "1.2", "1.4", "A", new byte[300_000]);
        var broken =
                new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOf(whole, 200_000)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                });

        assertThatThrownBy(() -> storage.intake().keep(offer("1.4"), broken)).hasMessage("connection reset");
        assertThatThrownBy(() ->
                        storage.intake().keep(offer("1.4"), new ByteArrayInputStream(Arrays.copyOf(whole, 200_000))))
                .isInstanceOfSatisfying(
                        NotKept.class, e -> assertThat(e.reason()).isEqualTo(NotKept.Reason.NOT_UNDERSTOOD));
        keep("1.1", "1.2", "1.5", "A", new byte[100]);

        eventually(() -> assertThat(
                        storage.studies().find(new StudyKey("COUNTYA", "1.1")).map(Study::instanceCount))
                .contains(2));
        assertThat(storage.jdbc()
                        .sql("select sop_uid from storage.instance order by 1")
                        .query(String.class)
                        .list())
                .isEqualTo(List.of("1.3", "1.5"));
    }

    @Test
    void a_data_set_that_is_not_the_announced_one_is_refused_as_a_mismatch() {
        var other = DataSetBytes.image("1.1", "1.2", "1.99", "A", new byte[2]);

        assertThatThrownBy(() -> storage.intake().keep(offer("1.3"), new ByteArrayInputStream(other)))
                .isInstanceOfSatisfying(
                        NotKept.class, e -> assertThat(e.reason()).isEqualTo(NotKept.Reason.MISMATCH))
                .message()
                .hasSizeLessThanOrEqualTo(64);
    }

    private void keep(String study, String series, String instance, String name, byte[] pixels) throws Exception {
        storage.intake()
                .keep(
                        offer(instance),
                        new ByteArrayInputStream(DataSetBytes.image(study, series, instance, name, pixels)));
    }

    private static Offer offer(String instance) {
        return new Offer("COUNTYA", "TESTER", "1", DataSetBytes.SECONDARY_CAPTURE, instance, EXPLICIT);
    }

    private static byte[] read(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }
}
