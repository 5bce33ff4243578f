package org.radhub.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Recovery;
import org.radhub.storage.testing.StorageUnderTest;
import org.radhub.storage.testing.Told;

/** An {@link Archive} in a store of files, and what a verification says of it. */
abstract class VerifiedArchive {
    @TempDir
    Path home;

    StorageUnderTest storage;
    final Told told = new Told();

    @BeforeEach
    void start() throws Exception {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .start();
        Archive.fill(storage);
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    Recovery.Result verify() throws IOException {
        return storage.recovery().verify(0, told);
    }

    String key(Path object) {
        return home.resolve("objects").relativize(object).toString();
    }
}
