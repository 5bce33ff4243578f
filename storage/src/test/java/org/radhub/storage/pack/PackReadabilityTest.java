package org.radhub.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.StudyStored;
import org.radhub.storage.testing.Program;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;

class PackReadabilityTest {
    @TempDir
    Path home;

    @TempDir
    Path unpacked;

    private StorageUnderTest storage;

    @BeforeEach
    void start() {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .start();
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void a_stored_pack_is_unpacked_by_tar_into_files_that_dicom_tools_read() throws Exception {
        var files = List.of(
                SharedFile.named("ct-series/ge-head-28/01.dcm"),
                SharedFile.named("ts-variants/ct1/dicomParser__CT1_UNC.explicit_big_endian.dcm"),
                SharedFile.named("sr/dicomParser__report_dfl"),
                SharedFile.named("us-multiframe/dicomParser__IM00001.implicit_little_endian.dcm"));
        for (var file : files) {
            storage.intake()
                    .keep(
                            file.content().offer("COUNTYA", "1"),
                            new ByteArrayInputStream(file.content().dataSet()));
        }
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(files.size()));

        for (var pack : packs(home.resolve("objects"))) {
            var result = Program.run("tar", "-xf", pack.toString(), "-C", unpacked.toString());
            assertThat(result.status()).as(result.output()).isZero();
            assertThat(result.output()).isEmpty();
        }
        for (var file : files) {
            var instance = find(file.sopInstanceUid() + ".dcm");
            assertThat(SharedFile.content(Files.readAllBytes(instance)))
                    .usingRecursiveComparison()
                    .isEqualTo(file.content());
            var dump = Program.run("dcmdump", "--print-all", instance.toString());
            assertThat(dump.status()).as(dump.output()).isZero();
            assertThat(dump.output())
                    .contains("(0002,0016) AE [TESTER]")
                    .contains("(0002,0013) SH [RADHUB_1]")
                    .doesNotContain("W:")
                    .doesNotContain("E:");
        }
    }

    @Test
    void a_pack_that_is_still_being_appended_to_is_readable_too() throws Exception {
        for (int i = 0; i < 3; i++) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3." + i, new byte[1000 * i]);
        }

        var pack = packs(storage.spool());
        assertThat(pack).hasSize(1);
        var listing = Program.run("tar", "-tf", pack.get(0).toString());
        assertThat(listing.status()).as(listing.output()).isZero();
        assertThat(listing.output().lines()).containsExactly("1.2/1.3.0.dcm", "1.2/1.3.1.dcm", "1.2/1.3.2.dcm");
    }

    @Test
    void long_uids_fit() throws Exception {
        var uid = "1." + "9".repeat(62);
        storage.keep("COUNTYA", "1", "2." + "8".repeat(62), "1." + "7".repeat(62), uid, new byte[10]);

        var pack = packs(storage.spool()).get(0);
        assertThat(Program.run("tar", "-tf", pack.toString()).output().strip())
                .isEqualTo("1." + "7".repeat(62) + "/" + uid + ".dcm");
    }

    @Test
    void the_pack_alone_says_who_sent_what_and_when() throws Exception {
        var receipt = storage.keep("COUNTYA", "association 7", "1.1", "1.2", "1.3", new byte[] {1, 2});

        var spool = storage.get(Spool.class);
        var entries = spool.entries(spool.packs().get(0));

        assertThat(entries).hasSize(1);
        var arrival = entries.get(0).arrival();
        assertThat(arrival.site()).isEqualTo("COUNTYA");
        assertThat(arrival.callingAeTitle()).isEqualTo("TESTER");
        assertThat(arrival.association()).isEqualTo("association 7");
        assertThat(arrival.studyInstanceUid()).isEqualTo("1.1");
        assertThat(arrival.receivedAt()).isEqualTo(receipt.receivedAt());
        assertThat(arrival.keptAt()).isAfterOrEqualTo(receipt.receivedAt());
        assertThat(arrival.digest()).isEqualTo(receipt.digest());
        assertThat(arrival.pixelFingerprint()).isPresent();
        assertThat(entries.get(0).length()).isEqualTo(receipt.bytes());
    }

    private static List<Path> packs(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar")).toList();
        }
    }

    private Path find(String name) throws Exception {
        try (var files = Files.walk(unpacked)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }
}
