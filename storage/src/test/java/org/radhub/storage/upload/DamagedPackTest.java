package org.radhub.storage.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.testing.StorageUnderTest;

class DamagedPackTest {
    @TempDir
    Path home;

    /** The second instance has a UID of its own, or the first one's: then the index has it as a conflict. */
    @ParameterizedTest
    @ValueSource(strings = {"1.4", "1.3"})
    void a_pack_that_lacks_what_the_index_has_of_it_stays_in_the_spool(String second) throws Exception {
        try (var storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .start()) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
            storage.keep("COUNTYA", "1", "1.1", "1.2", second, new byte[3000]);
            var table = second.equals("1.3") ? "conflict" : "instance";
            eventually(() -> assertThat(storage.jdbc()
                            .sql("select count(*) from storage." + table + " where file_offset > 2048")
                            .query(Integer.class)
                            .single())
                    .isOne());
            var spool = storage.get(Spool.class);
            var pack = spool.packs().get(0);
            var file = storage.spool().resolve(pack + ".tar");
            try (var channel = new RandomAccessFile(file.toFile(), "rw")) {
                channel.seek(spool.entries(pack).get(1).offset() - 2045);
                channel.write(0xff);
            }

            storage.intake().associationClosed("1");
            eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(1));
            eventually(() -> assertThat(storage.get(SpoolHealth.class)
                                    .now()
                                    .lastUploadError()
                                    .isPresent()
                            || !Files.exists(file))
                    .isTrue());
            assertThat(file).exists();
            assertThat(storage.get(SpoolHealth.class).now().lastUploadError().orElse(""))
                    .contains("lacks 1 instances");
        }
    }
}
