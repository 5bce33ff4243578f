package org.radhub.storage.upload;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Instance;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.SopReference;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.objects.S3Server;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.StorageUnderTest;
import org.radhub.storage.testing.Told;
import org.slf4j.LoggerFactory;

/** A hub before an S3, whose spool a test tampers with, and what it then says. */
abstract class SpoolScene {
    @TempDir
    Path home;

    S3Server server;
    StorageUnderTest storage;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() throws Exception {
        server = S3Server.start();
        storage = new StorageUnderTest(home, TestDatabase.fresh()).with("radhub.storage.quiet", "1h");
        server.settings("packs").forEach(storage::with);
        storage.start();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() throws Exception {
        logger().detachAppender(log);
        storage.close();
        server.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("org.radhub.storage");
    }

    Path file(UUID pack) {
        return storage.spool().resolve(pack + ".tar");
    }

    int attempts(UUID pack) {
        return storage.jdbc()
                .sql("select attempts from storage.pack where id = ?")
                .param(pack)
                .query(Integer.class)
                .single();
    }

    SpoolHealth.Snapshot health() {
        return storage.get(SpoolHealth.class).now();
    }

    Instance instance(String uid) {
        return storage.studies()
                .instance(storage.study("COUNTYA", "1.1").id(), "1.2", uid)
                .orElseThrow();
    }

    byte[] read(Instance instance) throws Exception {
        try (var in = storage.studies().open(instance)) {
            return in.readAllBytes();
        }
    }

    static SopReference reference(String uid) {
        return new SopReference(DataSetBytes.SECONDARY_CAPTURE, uid);
    }

    List<String> said(Level level, String part) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(part))
                .toList();
    }

    List<Finding> findings() throws Exception {
        var told = new Told();
        storage.recovery().verify(0, told);
        return told.findings;
    }
}
