package org.radhub.router.retrieve;

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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Scope;
import org.radhub.router.testing.Archive;
import org.radhub.router.testing.Storescp;

/** dcmjs-dimse as SCU. Skipped where Node is not installed, or RADHUB_NODE_PEERS names no folder with the package. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DcmjsDimseTest {
    private static final Path SCRIPT = Path.of("src", "test", "resources", "peers", "dcmjs-dimse.js");
    private static final String SUCCESS = "{\"status\":0}";

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static Archive archive;
    private static Path packages;

    @BeforeAll
    static void open() throws Exception {
        var peers = Optional.ofNullable(System.getenv("RADHUB_NODE_PEERS")).map(Path::of);
        assumeTrue(peers.isPresent(), "RADHUB_NODE_PEERS does not say where dcmjs-dimse is installed");
        packages = peers.get().resolve("node_modules");
        assumeTrue(Files.isDirectory(packages.resolve("dcmjs-dimse")), "dcmjs-dimse is not installed in " + packages);
        assumeTrue(nodeRuns(), "Node is not installed");
        archive = new Archive(home, Map.of());
    }

    @AfterAll
    static void close() {
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void it_is_answered_its_echo_and_an_unknown_title_is_turned_away() throws Exception {
        assertThat(dcmjs(Archive.COUNTYA, "echo")).containsExactly(SUCCESS);
        assertThat(dcmjs("NOBODY", "echo")).singleElement().asString().contains("rejected");
    }

    @Test
    void it_finds_the_studies_of_its_own_site_with_their_names() throws Exception {
        assertThat(dcmjs(Archive.COUNTYA, "find", "P1"))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("\"1.2.1\"", "Zhang^Wei"))
                .anySatisfy(line -> assertThat(line).contains("\"1.2.2\""))
                .endsWith(SUCCESS);
        assertThat(dcmjs(Archive.COUNTYB, "find", "P3")).containsExactly(SUCCESS);
    }

    @Test
    void it_stores_what_it_gets_back_and_another_site_does_not() throws Exception {
        var study = "1.2.826.0.1.3680043.8.498.2026";
        assertThat(dcmjs(Archive.COUNTYA, "store", study)).containsExactly(SUCCESS);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> archive.hub.studies().withUid(study, Scope.ofSite("COUNTYA")).stream()
                        .anyMatch(found -> found.instanceCount() == 1
                                && found.patient().id().equals("DCMJS1")));

        assertThat(dcmjs(Archive.COUNTYA, "get", study))
                .containsExactly("{\"received\":\"" + study + ".1.1\",\"patient\":\"DCMJS1\"}", SUCCESS);
        assertThat(dcmjs(Archive.COUNTYB, "get", study)).noneMatch(line -> line.contains("received"));
    }

    @Test
    void it_has_a_study_moved_to_another_device() throws Exception {
        var moved = Files.createDirectory(folder.resolve("moved"));
        try (var storescp = new Storescp(moved)) {
            archive.device("STORESCP", "COUNTYA");
            archive.callAt("STORESCP", storescp.port());
            assertThat(dcmjs(Archive.COUNTYA, "move", "1.2.1", "STORESCP")).containsExactly(SUCCESS);
            assertThat(storescp.received().keySet()).containsExactlyInAnyOrder("1.2.1.1.1", "1.2.1.2.1", "1.2.1.2.2");
        }
    }

    /** The lines that it printed. */
    private List<String> dcmjs(String calling, String... request) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("node", SCRIPT.toString(), String.valueOf(archive.port()), calling));
        command.addAll(List.of(request));
        var log = folder.resolve("dcmjs.log").toFile();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("NODE_PATH", packages.toString());
        var process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        var output = Files.readString(log.toPath(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }

    private static boolean nodeRuns() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
