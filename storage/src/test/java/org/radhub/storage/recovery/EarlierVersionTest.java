package org.radhub.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.StudyKey;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Recovery.Kind;
import org.radhub.storage.StudyStored;
import org.radhub.storage.dataset.Digest;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.pack.Arrival;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.StorageUnderTest;
import org.radhub.storage.testing.Told;

/** Instances that were kept when their digest was a SHA-256, and their heads said so. */
class EarlierVersionTest {
    @TempDir
    Path home;

    private final byte[] pixels = new byte[5000];
    private final byte[] dataSet = DataSetBytes.image("1.1", "1.2", "1.3", "Zhang^Wei=张^伟", pixels);
    private final Told told = new Told();
    private long offset;

    @BeforeEach
    void keepInstance() throws Exception {
        var sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(dataSet));
        var fingerprint = Digest.begin();
        fingerprint.update(pixels, 0, pixels.length);
        try (var spool = new Spool(home, Long.MAX_VALUE);
                var incoming = spool.incoming(
                                DataSetBytes.SECONDARY_CAPTURE, "1.3", DataSetBytes.TRANSFER_SYNTAX, "TESTER")
                        .from("COUNTYA")) {
            incoming.belongsTo("1.1", "1.2");
            incoming.bytes(dataSet, 0, dataSet.length);
            var entry = incoming.finish(new Arrival(
                    "COUNTYA",
                    "TESTER",
                    "1",
                    "1.1",
                    DataSetBytes.SECONDARY_CAPTURE,
                    DataSetBytes.TRANSFER_SYNTAX,
                    Instant.now(),
                    Instant.now(),
                    sha256,
                    Optional.of(fingerprint.value())));
            offset = entry.offset();
        }
        var bytes = Files.readString(pack("spool"), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("\"digest\":\"" + sha256);
        Files.writeString(pack("spool"), bytes.replace("\"digest\":", "\"sha256\":"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void they_are_indexed_stored_and_found_sound() throws Exception {
        try (var storage = storage()) {
            eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));

            storage.recovery().verify(0, told);
            assertThat(told.findings).isEmpty();
            var instance = storage.instances(storage.study("COUNTYA", "1.1")).get(0);
            assertThat(storage.studies().open(instance)).isNotNull();

            Archive.flip(pack("objects"), offset + 4000);
            storage.recovery().verify(0, told);
            assertThat(told.findings).singleElement().satisfies(finding -> assertThat(finding.kind())
                    .isEqualTo(Kind.CHANGED));
        }
    }

    @Test
    void what_the_disk_did_to_them_is_noticed() throws Exception {
        Archive.flip(pack("spool"), offset + 4000);

        try (var storage = storage()) {
            eventually(() -> assertThat(storage.get(IndexFeed.class).waiting()).isOne());
            assertThat(storage.studies().find(new StudyKey("COUNTYA", "1.1"))).isEmpty();
        }
    }

    @Test
    void the_same_image_sent_again_is_a_copy() throws Exception {
        try (var storage = storage()) {
            eventually(() ->
                    assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isOne());
            storage.keep("COUNTYA", "2", "1.3", dataSet);
            storage.keep("COUNTYA", "2", "1.1", "1.2", "1.4", new byte[] {1, 2});

            eventually(() ->
                    assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(2));
            assertThat(storage.jdbc()
                            .sql("select count(*) from storage.conflict")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
    }

    private StorageUnderTest storage() {
        return new StorageUnderTest(home, TestDatabase.fresh()).start();
    }

    private Path pack(String folder) throws Exception {
        try (var files = Files.walk(home.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".tar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
