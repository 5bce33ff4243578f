package org.radhub.router.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.NetworkAddress;
import org.radhub.registry.Scope;
import org.radhub.router.association.Hub;
import org.radhub.router.testing.Orthanc;
import org.radhub.storage.Instance;
import org.radhub.storage.StudyQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An archive of another maker that hands its studies to the hub, and may delete them once the hub is committed to them. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OrthancSendsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "ct-series/ge-head-28, 1.2.840.10008.1.2.1",
        "ts-variants/comp-rle, 1.2.840.10008.1.2.5",
        "ts-variants/comp-j2k, 1.2.840.10008.1.2.4.90"
    })
    void what_orthanc_stores_is_here_pixel_by_pixel_and_committed(String name, String transferSyntax) throws Exception {
        var files = files(name);
        try (var hub = Hub.storing(folder.resolve("hub"), Map.of("radhub.commitment.backoff", "100ms"));
                var orthanc = new Orthanc(folder.resolve("orthanc"), "ORTHANC", hub.port())) {
            hub.register(new Device("ORTHANC", "COUNTYA", "", "", List.of("127.0.0.0/8"), true));
            hub.get(Devices.class).callAt("ORTHANC", Optional.of(new NetworkAddress("127.0.0.1", orthanc.dicomPort())));
            var ids = new ArrayList<String>();
            for (var file : files) {
                ids.add(orthanc.take(Files.readAllBytes(file)));
            }
            var expected = orthanc.received();
            assertThat(expected).hasSameSizeAs(files);

            var job = json(orthanc.post("/modalities/radhub/store", """
                    {"Resources": %s, "Synchronous": true, "StorageCommitment": true}
                    """.formatted(JSON.writeValueAsString(ids))));

            assertThat(job.path("InstancesCount").asInt()).isEqualTo(files.size());
            assertThat(job.path("FailedInstancesCount").asInt()).isZero();
            var transaction = job.path("StorageCommitmentTransactionUID").asString();
            var report = await().atMost(LIMIT)
                    .until(
                            () -> json(orthanc.get("/storage-commitment/" + transaction)),
                            answer -> !answer.path("Status").asString().equals("Pending"));
            assertThat(report.path("Status").asString()).as(report.toString()).isEqualTo("Success");
            assertThat(report.path("Failures")).isEmpty();
            assertThat(uids(report.path("Success"))).isEqualTo(expected.keySet());
            assertThat(report.path("RemoteAET").asString()).isEqualTo("RADHUB");

            var kept = kept(hub);
            assertThat(kept.keySet()).isEqualTo(expected.keySet());
            for (var uid : expected.keySet()) {
                assertThat(kept.get(uid).transferSyntaxUid()).isEqualTo(transferSyntax);
                try (var dataSet = hub.studies().openDataSet(kept.get(uid))) {
                    assertThat(pixels(dataSet.readAllBytes())).isEqualTo(pixels(expected.get(uid)));
                }
            }
        }
    }

    private static List<Path> files(String name) throws IOException {
        var data = Hub.data().resolve(name);
        assumeTrue(Files.isDirectory(data), "the shared test files are not here");
        try (var found = Files.list(data)) {
            return found.sorted().toList();
        }
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private static Set<String> uids(JsonNode references) {
        var uids = new TreeSet<String>();
        references.forEach(one -> uids.add(one.path("SOPInstanceUID").asString()));
        return uids;
    }

    private static Map<String, Instance> kept(Hub hub) {
        return hub.studies().search(StudyQuery.latest(20), Scope.EVERYTHING).stream()
                .flatMap(study -> hub.studies().seriesOf(study.id()).stream())
                .flatMap(series -> hub.studies().instancesOf(series.id()).stream())
                .collect(Collectors.toMap(Instance::sopInstanceUid, instance -> instance, (a, b) -> a, TreeMap::new));
    }

    /** From its length to the end, in explicit VR: compressed pixels are OB, which Orthanc puts right where a file says OW. */
    private static String pixels(byte[] dataSet) {
        var all = new String(dataSet, StandardCharsets.ISO_8859_1);
        var from = all.indexOf("\u00e0\u007f\u0010\0O");
        assertThat(from).isPositive();
        return all.substring(from + 6);
    }
}
