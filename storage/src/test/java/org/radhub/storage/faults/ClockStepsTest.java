package org.radhub.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.SteppedClock;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.objects.FaultyProxy;
import org.radhub.storage.objects.FaultyProxy.Fault;
import org.radhub.storage.objects.S3Server;
import org.radhub.storage.testing.StorageUnderTest;

/** A clock that is set, forth and back, while the hub runs. */
class ClockStepsTest {
    @TempDir
    Path home;

    private final SteppedClock clock = new SteppedClock();
    private S3Server server;
    private FaultyProxy proxy;
    private StorageUnderTest storage;
    private Sent sent;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        proxy = new FaultyProxy(server.port(), 1);
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with(clock)
                .with("radhub.storage.quiet", "1h")
                .with("radhub.storage.store-first", "300ms");
        server.settings("packs", proxy.port()).forEach(storage::with);
        storage.start();
        sent = new Sent(storage);
    }

    @AfterEach
    void stop() throws Exception {
        storage.close();
        proxy.close();
        server.close();
    }

    @Test
    void studies_become_complete_and_stored_whichever_way_the_clock_is_set_while_they_come() throws Exception {
        int study = 0;
        for (var step :
                List.of(Duration.ofDays(400), Duration.ofDays(-800), Duration.ofHours(5), Duration.ofHours(-6))) {
            var association = "device 0 " + study;
            for (int i = 0; i < 5; i++) {
                sent.instance(0, study, i, association);
            }
            // Half of it is in the index before, and half of it comes after.
            eventually(() ->
                    assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero());
            clock.advance(step);
            for (int i = 5; i < 10; i++) {
                sent.instance(0, study, i, association);
            }
            storage.intake().associationClosed(association);
            study++;
            eventually(sent::assertStored);
        }
        sent.assertKept();
        assertThat(storage.told(StudyArrived.class))
                .extracting(StudyArrived::studyInstanceUid)
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void uploads_that_wait_to_be_tried_again_do_not_wait_for_the_old_time() throws Exception {
        clock.advance(Duration.ofDays(1000));
        proxy.does(Fault.REFUSED);
        sent.study(0, 0, 5);
        eventually(() -> assertThat(storage.get(SpoolHealth.class).now().lastUploadError())
                .isPresent());
        clock.advance(Duration.ofDays(-1000));
        proxy.does(Fault.NONE);
        eventually(sent::assertStored);
        sent.assertKept();
    }
}
