package org.radhub.router.sending;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.testing.SendingHub;

/** One hub for all tests of a class, and for each of them a study and a destination's name of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SendingScene {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final AtomicInteger count = new AtomicInteger();
    private final String[] settings;
    SendingHub hub;
    String study;
    String pacs;

    /** @param settings names and values, in turn */
    SendingScene(String... settings) {
        this.settings = settings;
    }

    @BeforeAll
    void open(@TempDir Path home) {
        hub = new SendingHub(home, TestDatabase.fresh(), settings);
    }

    @AfterAll
    void close() {
        hub.close();
    }

    @BeforeEach
    void next() {
        study = "1.2.826.1." + count.incrementAndGet();
        pacs = "PACS" + count.get();
    }

    @AfterEach
    void forget() {
        hub.forgetRules();
        hub.switchOff();
    }
}
