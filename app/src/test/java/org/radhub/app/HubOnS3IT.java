package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.objects.FaultyProxy;
import org.radhub.storage.objects.S3Server;
import tools.jackson.databind.JsonNode;

/** The packaged hub with its objects in an S3 that checks signatures: alone, two on one database, and wrongly set. */
class HubOnS3IT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String CT = "COUNTYA_CT";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private S3Server s3;
    private FaultyProxy network;

    @BeforeEach
    void open() throws Exception {
        Dcmtk.assumeInstalled("storescu", "dcmconv", "getscu");
        s3 = S3Server.start();
        network = new FaultyProxy(s3.port(), 1);
    }

    @AfterEach
    void close() throws Exception {
        if (s3 != null) {
            network.close();
            s3.close();
        }
    }

    @Test
    void an_outage_of_the_store_a_kill_and_a_lost_index_take_nothing_from_anybody() throws Exception {
        var home = folder.resolve("home");
        var series = SentStudy.series(Scanner.data("ct-series").resolve("ge-head-28"), folder.resolve("series"));
        var large = SentStudy.multiFrame("1.2.3.100", 80, folder.resolve("large"));
        var during = SentStudy.multiFrame("1.2.3.200", 2, folder.resolve("during"));
        var killed = SentStudy.multiFrame("1.2.3.300", 40, folder.resolve("killed"));
        try (var hub = HubProcess.start(home, settings())) {
            series.send(hub, CT);
            large.send(hub, CT);
            leftSpool(hub);
            series.requireReadable(hub, CT, folder);
            large.requireReadable(hub, CT, folder);

            s3.shut();
            during.send(hub, CT);
            Eventually.holds(
                    "degraded health", LIMIT, () -> statusOf(hub, "store").equals("DEGRADED"));
            assertThat(health(hub).path("store").path("details").toString()).contains("does not answer");
            assertThat(statusOf(hub, "spool")).isEqualTo("UP");
            during.requireReadable(hub, CT, folder);
            requireUnavailable(hub, series.instancePath(), "object store");
            s3.open();
            leftSpool(hub);
            Eventually.holds("good health", LIMIT, () -> statusOf(hub, "store").equals("UP"));
            during.requireReadable(hub, CT, folder);

            network.does(FaultyProxy.Fault.SLOW);
            var before = network.asked();
            killed.send(hub, CT);
            Eventually.holds("an upload under way", LIMIT, () -> network.asked() - before > 256 << 10);
            hub.kill();
        }
        network.does(FaultyProxy.Fault.NONE);
        var all = List.of(series, large, during, killed);
        try (var hub = HubProcess.start(home, settings())) {
            leftSpool(hub);
            for (var study : all) {
                study.requireReadable(hub, CT, folder);
            }
        }
        var sound = HubCommand.run(home, settings(), "verify");
        assertThat(sound.exitCode()).as(sound.toString()).isZero();
        assertThat(sound.out()).contains("31 instances", "0 problems");

        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        var rebuilt = HubCommand.run(elsewhere, settings(), "rebuild-index");
        assertThat(rebuilt.exitCode()).as(rebuilt.toString()).isZero();
        assertThat(rebuilt.out()).contains("31 instances", "0 problems");
        try (var hub = HubProcess.start(elsewhere, settings())) {
            for (var study : all) {
                study.requireReadable(hub, CT, folder);
            }
        }
    }

    @Test
    void two_processes_on_one_database_and_one_store_are_one_hub() throws Exception {
        var series = SentStudy.series(Scanner.data("ct-series").resolve("ge-head-28"), folder.resolve("series"));
        var database = TestDatabase.empty().unwrap(PGSimpleDataSource.class);
        var settings = new HashMap<>(settings());
        settings.put("SPRING_DATASOURCE_URL", database.getUrl());
        settings.put("SPRING_DATASOURCE_USERNAME", "postgres");
        // Both at once, and both find a database with nothing in it.
        var starting = CompletableFuture.supplyAsync(() -> start("first", settings));
        try (var second = start("second", settings)) {
            var first = starting.join();
            Eventually.holds(
                    "that both know of each other",
                    LIMIT,
                    () -> health(second).at("/processes/details/processes").size() == 2);
            s3.shut();
            series.send(first, CT);
            Eventually.holds("the study in the index", LIMIT, () -> series.isIndexedAt(second));
            series.requireReadable(first, CT, folder);
            requireUnavailable(second, series.instancePath(), "received them");
            requireUnavailable(second, series.seriesPath(), "received them");
            requireUnavailable(second, series.seriesPath() + "/metadata", "received them");
            var nothing = Files.createDirectory(folder.resolve("nothing"));
            assertThat(series.get(second, CT, nothing)).contains("still with another process of the hub");
            assertThat(nothing).isEmptyDirectory();

            s3.open();
            leftSpool(first);
            series.requireReadable(second, CT, folder);
            series.requireReadable(first, CT, folder);
        } finally {
            starting.thenAccept(HubProcess::close).join();
        }
    }

    private HubProcess start(String home, Map<String, String> settings) {
        try {
            return HubProcess.start(folder.resolve(home), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void wrong_settings_are_said_in_one_line_each() throws Exception {
        var wrongKey = new HashMap<>(settings());
        wrongKey.put("RADHUB_S3_SECRET_KEY", "not-the-secret");
        var home = folder.resolve("home");
        try (var hub = HubProcess.start(home, wrongKey)) {
            Eventually.holds(
                    "degraded health", LIMIT, () -> statusOf(hub, "store").equals("DEGRADED"));
            assertThat(health(hub).path("store").path("details").path("problem").asString())
                    .contains("does not accept RADHUB_S3_ACCESS_KEY with RADHUB_S3_SECRET_KEY")
                    .doesNotContain("not-the-secret");
            assertThat(log(home))
                    .containsOnlyOnce("does not accept RADHUB_S3_ACCESS_KEY with RADHUB_S3_SECRET_KEY")
                    .doesNotContain("\tat ", "not-the-secret");
        }
        var refused = HubCommand.run(home, wrongKey, "verify");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines())
                .singleElement()
                .asString()
                .contains("radhub verify: ", "does not accept RADHUB_S3_ACCESS_KEY");

        var noBucket = new HashMap<>(settings());
        noBucket.put("RADHUB_S3_BUCKET", "No_Bucket");
        var other = folder.resolve("other");
        assertThatThrownBy(() -> HubProcess.start(other, noBucket).close()).hasMessageContaining("did not start");
        assertThat(log(other)).contains("RADHUB_S3_BUCKET is No_Bucket").doesNotContain("\tat ");
    }

    /** By the network that can be made to fail. */
    private Map<String, String> settings() {
        var environment = new HashMap<String, String>();
        s3.settings("radhub", network.port())
                .forEach((name, value) -> environment.put(
                        name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        return environment;
    }

    private static void leftSpool(HubProcess hub) {
        Eventually.holds("an empty spool", LIMIT, () -> {
            var health = health(hub);
            return health.path("index")
                                    .path("details")
                                    .path("unindexedInstances")
                                    .asInt()
                            == 0
                    && health.path("spool").path("details").path("spoolBytes").asLong() == 0;
        });
    }

    private static void requireUnavailable(HubProcess hub, String path, String why) {
        var type =
                path.endsWith("/metadata") ? "application/dicom+json" : "multipart/related; type=\"application/dicom\"";
        var answer = new HubApi(hub, "coordinator").answer(path, type);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(why);
    }

    private static String statusOf(HubProcess hub, String part) {
        return health(hub).path(part).path("status").asString();
    }

    private static JsonNode health(HubProcess hub) {
        return new HubApi(hub, "admin").get("/actuator/health").path("components");
    }

    private static String log(Path home) throws IOException {
        return Files.readString(home.resolveSibling(home.getFileName() + ".log"));
    }
}
