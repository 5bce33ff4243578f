package org.radhub.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.objects.FaultyProxy;
import org.radhub.storage.objects.FaultyProxy.Fault;
import org.radhub.storage.objects.S3Server;
import org.radhub.storage.testing.StorageUnderTest;

/** An object store that fails in all the ways that networks and servers do. */
class StoreFaultsTest {
    private static final int STUDIES = 2;

    @TempDir
    Path home;

    private S3Server server;
    private FaultyProxy proxy;
    private StorageUnderTest storage;
    private Sent sent;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        proxy = new FaultyProxy(server.port(), 20261122);
        storage = new StorageUnderTest(home, TestDatabase.fresh())
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

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"REFUSED", "ERRORS_500", "TRUNCATED_ANSWERS"})
    void a_store_that_fails_stops_nothing_but_the_uploads_and_they_catch_up_by_themselves(Fault fault)
            throws Exception {
        proxy.does(fault);
        sent.fromFourDevices(STUDIES, 5);
        eventually(() -> {
            assertThat(storage.told(StudyArrived.class)).hasSize(4 * STUDIES);
            assertThat(storage.get(SpoolHealth.class).now().lastUploadError()).isPresent();
        });
        assertThat(storage.told(StudyStored.class)).isEmpty();
        sent.assertKept();
        proxy.does(Fault.NONE);
        assertAllIsWell();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW", "MIXED"})
    void a_store_that_is_slow_or_fails_now_and_then_holds_nobody_up(Fault fault) throws Exception {
        sent.study(9, 9, 3);
        proxy.does(fault);
        sent.fromFourDevices(STUDIES, 5);
        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(4 * STUDIES + 1));
        proxy.does(Fault.NONE);
        assertAllIsWell();
    }

    private void assertAllIsWell() throws Exception {
        eventually(sent::assertStored);
        sent.assertKept();
        var health = storage.get(SpoolHealth.class).now();
        assertThat(health.uploadsWaiting()).isZero();
        assertThat(health.spoolBytes()).isZero();
        assertThat(health.lastUploadError()).isEmpty();
    }
}
