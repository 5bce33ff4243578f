package org.radhub.storage.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Phrase;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Evidence;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.Offer;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.StorageUnderTest;

class CompletenessTest {
    @TempDir
    Path home;

    @TempDir
    Path otherHome;

    private StorageUnderTest storage;

    @BeforeEach
    void prepare() {
        storage = new StorageUnderTest(home, TestDatabase.fresh());
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void a_study_is_complete_when_its_last_association_has_closed_and_not_before() throws Exception {
        storage.with("radhub.storage.quiet", "1h").start();
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[2]);
        storage.keep("COUNTYA", "2", "1.1", "1.2", "1.4", new byte[2]);
        storage.keep("COUNTYA", "3", "2.1", "2.2", "2.3", new byte[2]);
        storage.intake().associationClosed("1");
        storage.intake().associationClosed("3");
        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(1));
        assertThat(storage.told(StudyArrived.class).get(0).studyInstanceUid()).isEqualTo("2.1");
        assertThat(storage.study("COUNTYA", "1.1").complete()).isFalse();

        storage.intake().associationClosed("2");

        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(2));
        var arrived = storage.told(StudyArrived.class).get(1);
        assertThat(arrived.studyInstanceUid()).isEqualTo("1.1");
        assertThat(arrived.instances()).isEqualTo(2);
        assertThat(arrived.evidence().kind()).isEqualTo(Evidence.Kind.ASSOCIATION_CLOSED);
    }

    @Test
    void silence_is_evidence_while_an_association_stays_open() throws Exception {
        storage.with("radhub.storage.quiet", "1s").start();
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[2]);

        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(1));
        assertThat(storage.told(StudyArrived.class).get(0).evidence())
                .isEqualTo(new Evidence(Evidence.Kind.QUIET_TIME, Phrase.of("storage.evidence.quiet-time", 1)));
    }

    @Test
    void a_study_is_not_silent_while_a_large_instance_of_it_is_on_its_way() throws Exception {
        storage.with("radhub.storage.quiet", "4s").start();
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[2]);
        storage.keep("COUNTYA", "1", "2.1", "2.2", "2.3", new byte[2]);
        var goOn = new CountDownLatch(1);
        var sender = Executors.newSingleThreadExecutor();
        try {
            var large = DataSetBytes.image("1.1", "1.2", "1.4", "A", new byte[400_000]);
            var sent = sender.submit(() -> storage.intake()
                    .keep(
                            new Offer(
                                    "COUNTYA",
                                    "TESTER",
                                    "1",
                                    DataSetBytes.SECONDARY_CAPTURE,
                                    "1.4",
                                    DataSetBytes.TRANSFER_SYNTAX),
                            new Stalling(large, 200_000, goOn)));
            eventually(() -> assertThat(storage.told(StudyArrived.class))
                    .extracting(StudyArrived::studyInstanceUid)
                    .containsExactly("2.1"));
            assertThat(storage.study("COUNTYA", "1.1").complete()).isFalse();
            goOn.countDown();
            assertThat(sent.get().sopInstanceUid()).isEqualTo("1.4");
        } finally {
            goOn.countDown();
            sender.shutdownNow();
        }
        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(2));
        assertThat(storage.told(StudyArrived.class).get(1).instances()).isEqualTo(2);
    }

    @Test
    void what_comes_late_is_told_of_by_itself_once_it_has_settled() throws Exception {
        storage.with("radhub.storage.quiet", "1h").start();
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[2]);
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));

        storage.keep("COUNTYA", "2", "1.1", "1.2", "1.4", new byte[2]);
        storage.keep("COUNTYA", "2", "1.1", "1.5", "1.6", new byte[2]);
        storage.keep("COUNTYA", "2", "1.1", "1.2", "1.3", new byte[2]);
        storage.intake().associationClosed("2");

        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(2));
        assertThat(storage.told(StudyArrived.class)).hasSize(1);
        var late = storage.told(InstancesArrivedLate.class);
        assertThat(late).hasSize(1);
        assertThat(late.get(0).newInstances()).isEqualTo(2);
        assertThat(late.get(0).instances()).isEqualTo(3);
        assertThat(storage.study("COUNTYA", "1.1").complete()).isTrue();
    }

    @Test
    void a_duplicate_of_a_complete_study_opens_nothing_again() throws Exception {
        storage.with("radhub.storage.quiet", "1h")
                .with("radhub.storage.unused", "1s")
                .start();
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[2]);
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));

        storage.keep("COUNTYA", "2", "1.1", "1.2", "1.3", new byte[2]);
        storage.intake().associationClosed("2");
        storage.keep("COUNTYA", "3", "9.1", "9.2", "9.3", new byte[2]);
        storage.intake().associationClosed("3");

        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(2));
        assertThat(storage.study("COUNTYA", "1.1").complete()).isTrue();
        assertThat(storage.told(InstancesArrivedLate.class)).isEmpty();
    }

    @Test
    void two_processes_on_one_database_tell_of_each_study_once() throws Exception {
        storage.with("radhub.storage.quiet", "1h").start();
        try (var other = new StorageUnderTest(otherHome, storage.database())
                .with("radhub.storage.quiet", "1h")
                .start()) {
            for (int i = 1; i <= 10; i++) {
                var process = i % 2 == 0 ? storage : other;
                process.keep("COUNTYA", "a" + i, i + ".1", i + ".2", i + ".3", new byte[2]);
                process.intake().associationClosed("a" + i);
            }
            eventually(() -> {
                assertThat(storage.told(StudyStored.class).size()
                                + other.told(StudyStored.class).size())
                        .isEqualTo(10);
            });
            var told = new java.util.ArrayList<>(storage.told(StudyArrived.class));
            told.addAll(other.told(StudyArrived.class));
            assertThat(told)
                    .extracting(StudyArrived::studyInstanceUid)
                    .hasSize(10)
                    .doesNotHaveDuplicates();
        }
    }

    /** Stops half way until it is told to go on. */
    private static final class Stalling extends InputStream {
        private final byte[] bytes;
        private final int stop;
        private final CountDownLatch goOn;
        private int next;

        Stalling(byte[] bytes, int stop, CountDownLatch goOn) {
            this.bytes = bytes;
            this.stop = stop;
            this.goOn = goOn;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (next >= stop) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            int count = Math.min(length, next < stop ? stop - next : bytes.length - next);
            System.arraycopy(bytes, next, buffer, offset, count);
            next += count;
            return count == 0 ? -1 : count;
        }
    }
}
