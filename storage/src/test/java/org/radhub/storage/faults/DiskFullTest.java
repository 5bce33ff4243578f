package org.radhub.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.NotKept;
import org.radhub.storage.NotKept.Reason;
import org.radhub.storage.objects.FaultyProxy;
import org.radhub.storage.objects.FaultyProxy.Fault;
import org.radhub.storage.objects.S3Server;
import org.radhub.storage.testing.StorageUnderTest;

/** A spool on a small file system that becomes full. */
class DiskFullTest {
    @TempDir
    Path folder;

    private Path home;
    private S3Server server;
    private FaultyProxy proxy;
    private StorageUnderTest storage;
    private Sent sent;

    @BeforeEach
    void mount() throws Exception {
        home = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", home.toString()) == 0,
                "this user may not mount a small file system to fill");
        server = S3Server.start();
        proxy = new FaultyProxy(server.port(), 1);
    }

    private void start(String watermark) throws IOException {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .with("radhub.storage.store-first", "300ms")
                .with("radhub.storage.pack-limit", "1MB")
                .with("radhub.storage.watermark", watermark);
        server.settings("packs", proxy.port()).forEach(storage::with);
        storage.start();
        sent = new Sent(storage);
    }

    @AfterEach
    void unmount() throws Exception {
        if (storage != null) {
            storage.close();
            proxy.close();
            server.close();
        }
        run("umount", home.toString());
    }

    @Test
    void a_disk_that_fills_while_the_store_is_away_refuses_and_takes_in_again_when_the_store_is_back()
            throws Exception {
        start("4MB");
        proxy.does(Fault.REFUSED);
        int studies = untilThereIsNoRoom(0);
        assertThat(sent.count()).isGreaterThan(200);
        assertThat(storage.study("COUNTYA", "2.0.0").instanceCount()).isEqualTo(20);

        proxy.does(Fault.NONE);
        eventually(sent::assertStored);
        sent.study(1, studies, 20);
        eventually(sent::assertStored);
        sent.assertKept();
    }

    @Test
    void a_disk_that_others_fill_to_the_last_byte_costs_nothing_that_was_acknowledged() throws Exception {
        start("0B");
        sent.study(0, 0, 20);
        var filler = home.resolve("filler");
        fill(filler);
        int studies = untilThereIsNoRoom(1);

        Files.delete(filler);
        sent.study(1, studies, 20);
        eventually(sent::assertStored);
        sent.assertKept();
    }

    /** Sends studies until one is refused; the number of the next. */
    private int untilThereIsNoRoom(int firstStudy) throws Exception {
        for (int study = firstStudy; ; study++) {
            var association = "device 0 " + study;
            try {
                for (int i = 0; i < 20; i++) {
                    sent.instance(0, study, i, association);
                }
            } catch (NotKept e) {
                assertThat(e.reason()).isEqualTo(Reason.NO_ROOM);
                assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(64);
                return study + 1;
            } finally {
                storage.intake().associationClosed(association);
            }
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            var block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).containsIgnoringCase("no space");
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
