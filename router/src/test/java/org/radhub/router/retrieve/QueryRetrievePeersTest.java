package org.radhub.router.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.router.association.Dcmtk;
import org.radhub.router.testing.Archive;
import org.radhub.router.testing.Orthanc;
import org.radhub.router.testing.Storescp;

/** Query and retrieval by programs of other makers. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueryRetrievePeersTest {
    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static Archive archive;

    @BeforeAll
    static void open() throws Exception {
        archive = new Archive(home, Map.of());
    }

    @AfterAll
    static void close() {
        archive.close();
    }

    @Test
    void findscu_finds_studies_series_and_images() throws Exception {
        var studies = dcmtk(
                "findscu",
                Archive.COUNTYA,
                "-S",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "PatientID=P1",
                "-k",
                "StudyInstanceUID",
                "-k",
                "PatientName",
                "-k",
                "ModalitiesInStudy",
                "-k",
                "NumberOfStudyRelatedInstances");
        assertThat(studies.exitCode()).as(studies.output()).isZero();
        assertThat(studies.output())
                .contains("[1.2.1]", "[1.2.2]", "CT\\SR", "Zhang^Wei=张^伟")
                .doesNotContain("[1.2.3]", "[1.2.5]");
        var series = dcmtk(
                "findscu",
                Archive.COUNTYA,
                "-S",
                "-k",
                "QueryRetrieveLevel=SERIES",
                "-k",
                "StudyInstanceUID=1.2.1",
                "-k",
                "SeriesInstanceUID",
                "-k",
                "Modality=SR",
                "-k",
                "NumberOfSeriesRelatedInstances");
        assertThat(series.output()).contains("[1.2.1.2]").doesNotContain("[1.2.1.1]");
        var images = dcmtk(
                "findscu",
                Archive.COUNTYA,
                "-S",
                "-k",
                "QueryRetrieveLevel=IMAGE",
                "-k",
                "StudyInstanceUID=1.2.1",
                "-k",
                "SeriesInstanceUID=1.2.1.2",
                "-k",
                "SOPInstanceUID");
        assertThat(images.output()).contains("[1.2.1.2.1]", "[1.2.1.2.2]");
        var patients = dcmtk(
                "findscu",
                Archive.COUNTYA,
                "-P",
                "-k",
                "QueryRetrieveLevel=PATIENT",
                "-k",
                "PatientName=*娜*",
                "-k",
                "PatientID",
                "-k",
                "SpecificCharacterSet=ISO_IR 192");
        assertThat(patients.output()).contains("[P2]").doesNotContain("[P1]");
    }

    @Test
    void findscu_of_another_site_finds_nothing_of_this_one() throws Exception {
        var found = dcmtk(
                "findscu",
                Archive.COUNTYB,
                "-S",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=1.2.1",
                "-k",
                "PatientName");
        assertThat(found.exitCode()).as(found.output()).isZero();
        assertThat(found.output()).doesNotContain("Zhang");
    }

    @ParameterizedTest
    @CsvSource({
        "STUDY, '', '', 1.2.1.1.1 1.2.1.2.1 1.2.1.2.2",
        "SERIES, 1.2.1.2, '', 1.2.1.2.1 1.2.1.2.2",
        "IMAGE, 1.2.1.2, 1.2.1.2.2, 1.2.1.2.2"
    })
    void movescu_sends_to_storescp_and_getscu_fetches(String level, String series, String image, String wanted)
            throws Exception {
        var keys = new ArrayList<>(List.of("-S", "-k", "QueryRetrieveLevel=" + level, "-k", "StudyInstanceUID=1.2.1"));
        if (!series.isEmpty()) {
            keys.addAll(List.of("-k", "SeriesInstanceUID=" + series));
        }
        if (!image.isEmpty()) {
            keys.addAll(List.of("-k", "SOPInstanceUID=" + image));
        }
        var moved = Files.createDirectory(folder.resolve("moved"));
        try (var storescp = new Storescp(moved)) {
            archive.device("STORESCP", "COUNTYA");
            archive.callAt("STORESCP", storescp.port());
            var move = new ArrayList<>(List.of("-aem", "STORESCP"));
            move.addAll(keys);
            var outcome = dcmtk("movescu", Archive.COUNTYA, move.toArray(String[]::new));
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(storescp.received().keySet()).isEqualTo(Set.of(wanted.split(" ")));
        }
        var fetched = Files.createDirectory(folder.resolve("fetched"));
        var get = new ArrayList<>(List.of("-od", fetched.toString()));
        get.addAll(keys);
        var outcome = dcmtk("getscu", Archive.COUNTYA, get.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(uids(fetched)).isEqualTo(Set.of(wanted.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+xs", "+xv", "+xt", "+xr", "+xd", "+xb", "+xi"})
    void getscu_gets_what_is_kept_uncompressed_whatever_it_would_like_best(String preferred) throws Exception {
        var fetched = Files.createDirectory(folder.resolve("fetched"));
        var outcome = dcmtk(
                "getscu",
                Archive.COUNTYA,
                preferred,
                "-od",
                fetched.toString(),
                "-S",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=1.2.1");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(uids(fetched)).isEqualTo(Set.of("1.2.1.1.1", "1.2.1.2.1", "1.2.1.2.2"));
    }

    @Test
    void getscu_of_another_site_gets_nothing() throws Exception {
        var fetched = Files.createDirectory(folder.resolve("nothing"));
        dcmtk(
                "getscu",
                Archive.COUNTYB,
                "-od",
                fetched.toString(),
                "-S",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=1.2.1");
        assertThat(uids(fetched)).isEmpty();
    }

    @Test
    void orthanc_queries_and_retrieves_to_itself() throws Exception {
        try (var orthanc = new Orthanc(folder.resolve("orthanc"), "ORTHANC", archive.port())) {
            archive.device("ORTHANC", "COUNTYA");
            archive.callAt("ORTHANC", orthanc.dicomPort());
            assertThat(orthanc.post("/modalities/radhub/echo", "{}")).isNotNull();
            var query = orthanc.post(
                    "/modalities/radhub/query",
                    "{\"Level\": \"Study\", \"Query\": {\"PatientID\": \"P1\", \"PatientName\": \"\"}}");
            var path = query.replaceAll("(?s).*\"Path\" *: *\"([^\"]+)\".*", "$1");
            assertThat(orthanc.get(path + "/answers").split(",")).hasSize(2);
            // 张^伟, as its JSON has it.
            assertThat(orthanc.get(path + "/answers/0/content")).contains("Zhang^Wei=\\u5f20^\\u4f1f");
            orthanc.post(path + "/retrieve", "ORTHANC");
            assertThat(orthanc.get("/instances").split(",")).hasSize(6);
        }
    }

    private Dcmtk.Outcome dcmtk(String program, String device, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of("-v", "-aet", device, "-aec", "RADHUB"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("127.0.0.1", String.valueOf(archive.port())));
        var outcome = Dcmtk.run(program, all);
        var text = new String(outcome.output().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        // Padding is shown.
        return new Dcmtk.Outcome(outcome.exitCode(), text.replace('\0', ' ').replace(" ]", "]"));
    }

    /** getscu names files by modality and SOP Instance UID. */
    private static Set<String> uids(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(name.indexOf('.') + 1))
                    .collect(Collectors.toSet());
        }
    }
}
