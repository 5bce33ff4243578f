package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of other makers, and what they send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeersTest {
    private static final int MANIFEST_SOP_INSTANCE_UID = 14;

    private Hub hub;

    @BeforeAll
    void open() {
        hub = new Hub();
    }

    @AfterAll
    void close() {
        hub.close();
    }

    @BeforeEach
    void forget() {
        hub.intake.kept.clear();
        hub.intake.offers.clear();
    }

    @Test
    void echoscu_hears_the_echo() throws Exception {
        assertThat(dcmtk("echoscu", "-v", "--repeat", "3").exitCode()).isZero();
    }

    @Test
    void echoscu_is_told_why_it_is_rejected() throws Exception {
        var stranger = Dcmtk.run("echoscu", List.of("-aet", "STRANGER", "-aec", "RADHUB", "127.0.0.1", port()));
        assertThat(stranger.exitCode()).isNotZero();
        assertThat(stranger.output()).contains("Calling AE Title Not Recognized");
        var lost = Dcmtk.run("echoscu", List.of("-aet", Hub.CT, "-aec", "WHO", "127.0.0.1", port()));
        assertThat(lost.output()).contains("Called AE Title Not Recognized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ct-series", "mr-series"})
    void storescu_sends_whole_series(String folder) throws Exception {
        var uids = uids(folder);
        var sent =
                dcmtk("storescu", "-xs", "+sd", "+r", Hub.data().resolve(folder).toString());
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        assertThat(hub.intake.kept.keySet()).isEqualTo(uids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crdx", "us-multiframe", "sr"})
    void dcmsend_sends_whatever_it_finds(String folder) throws Exception {
        var uids = uids(folder);
        var sent =
                dcmtk("dcmsend", "-dn", "+sd", "+r", Hub.data().resolve(folder).toString());
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        assertThat(hub.intake.kept.keySet()).isEqualTo(uids);
    }

    @Test
    void a_uid_that_is_too_long_is_not_understood() throws Exception {
        assumeData();
        try (var sender = new LibrarySender(hub.port())) {
            var instance = LibrarySender.Part10.read(Hub.data().resolve("synthetic/malformed/uid_too_long.dcm"));
            assertThat(sender.send(instance)).isEqualTo(0xC000);
        }
    }

    @Test
    void every_transfer_syntax_is_kept_byte_for_byte_as_it_was_sent() throws Exception {
        var folders = List.of("ts-variants", "synthetic/media", "sc", "ct", "mr", "us", "pet", "mg", "ecg", "enhanced");
        var files = new ArrayList<Path>();
        for (var folder : folders) {
            files.addAll(files(folder));
        }
        try (var sender = new LibrarySender(hub.port())) {
            for (var file : files) {
                var instance = LibrarySender.Part10.read(file);
                if (!SopClasses.isUid(instance.sopInstanceUid())) {
                    continue;
                }
                assertThat(sender.send(instance)).as(file.toString()).isZero();
                assertThat(hub.intake.kept.get(instance.sopInstanceUid()))
                        .as(file.toString())
                        .isEqualTo(instance.dataSet());
                var offer = hub.intake.offers.get(instance.sopInstanceUid());
                assertThat(offer.transferSyntaxUid()).isEqualTo(instance.transferSyntaxUid());
                assertThat(offer.sopClassUid()).isEqualTo(instance.sopClassUid());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-xb, ts-variants/mr_small/pydicom__MR_small_bigendian.dcm, 1.2.840.10008.1.2.2",
        "-xi, ts-variants/mr_small/pydicom__MR_small_implicit.dcm, 1.2.840.10008.1.2",
        "-xd, mr/pydicom__MR_small.dcm, 1.2.840.10008.1.2.1.99",
        "-xt, ts-variants/mr_small/pydicom__MR_small_jpeg_ls_lossless.dcm, 1.2.840.10008.1.2.4.80",
        "-xu, ts-variants/ct1/pylibjpeg-data__CT1_JLSN.dcm, 1.2.840.10008.1.2.4.81",
        "-xr, ts-variants/mr_small/pydicom__MR_small_RLE.dcm, 1.2.840.10008.1.2.5",
        "-xv, ts-variants/mr_small/pydicom__MR_small_jp2klossless.dcm, 1.2.840.10008.1.2.4.90",
        "-xw, ts-variants/pydicom-data__MR2_J2KI.dcm, 1.2.840.10008.1.2.4.91",
        "-xx, ts-variants/pylibjpeg-data__RG2_JPLY.dcm, 1.2.840.10008.1.2.4.51",
        "-xs, ts-variants/enhct/dicomParser__CT0012.fragmented_no_bot_jpeg_lossless.70.dcm, 1.2.840.10008.1.2.4.70"
    })
    void storescu_sends_in_the_transfer_syntax_that_it_prefers(String option, String file, String transferSyntax)
            throws Exception {
        assumeData();
        var sent = dcmtk("storescu", "-R", option, Hub.data().resolve(file).toString());
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        assertThat(hub.intake.offers.values()).singleElement().satisfies(offer -> assertThat(offer.transferSyntaxUid())
                .isEqualTo(transferSyntax));
    }

    @Test
    void a_storescu_that_aborts_keeps_what_was_acknowledged() throws Exception {
        assumeData();
        var sent = dcmtk(
                "storescu",
                "--abort",
                Hub.data().resolve("ct/pydicom__CT_small.dcm").toString());
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        assertThat(hub.intake.kept).hasSize(1);
        var association = hub.intake.offers.values().iterator().next().association();
        await().until(() -> hub.intake.closed.contains(association));
    }

    private Dcmtk.Outcome dcmtk(String program, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of("-aet", Hub.CT, "-aec", "RADHUB", "127.0.0.1", port()));
        // Options may stand before or after the peer, files only after it.
        all.addAll(Arrays.asList(arguments));
        return Dcmtk.run(program, all);
    }

    private String port() {
        return String.valueOf(hub.port());
    }

    /** SOP Instance UIDs of a folder's files, as the manifest of the test files knows them. */
    private static Set<String> uids(String folder) throws IOException {
        assumeData();
        var uids = new HashSet<String>();
        for (var line : Files.readAllLines(Hub.data().resolve("MANIFEST.tsv"))) {
            if (line.startsWith(folder + "/")) {
                uids.add(line.split("\t", -1)[MANIFEST_SOP_INSTANCE_UID]);
            }
        }
        return uids;
    }

    private static List<Path> files(String folder) throws IOException {
        assumeData();
        try (Stream<Path> found = Files.walk(Hub.data().resolve(folder))) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void assumeData() {
        assumeTrue(Files.isDirectory(Hub.data()), "the shared test files are not here");
    }
}
