package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packaged hub, as a person types them. */
class RecoveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void a_hub_that_lost_its_database_gets_its_studies_back_from_the_object_store() throws Exception {
        Scanner.assumeInstalled();
        var home = folder.resolve("home");
        String uid;
        try (var hub = HubProcess.start(home, Map.of())) {
            Scanner.send(hub, "COUNTYA_CT", Scanner.data("ct-series"));
            uid = Eventually.get("the case", LIMIT, () -> storedCase(hub));
            var refused = radhub("verify");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("a hub is running on " + home);
        }
        var sound = radhub("verify", "--rate=1GB");
        assertThat(sound.exitCode()).as(sound.toString()).isZero();
        assertThat(sound.out()).contains("28 instances", "0 problems");

        deleteAll(home.resolve("postgres"));
        var lost = radhub("verify");
        assertThat(lost.exitCode()).as(lost.toString()).isEqualTo(1);
        assertThat(lost.out()).contains("orphan site=- study=" + uid);
        var rebuilt = radhub("rebuild-index");
        assertThat(rebuilt.exitCode()).as(rebuilt.toString()).isZero();
        assertThat(rebuilt.out()).contains("28 instances");
        assertThat(radhub("verify").exitCode()).isZero();

        try (var hub = HubProcess.start(home, Map.of())) {
            var countya = new HubApi(hub, "countya");
            var found = countya.get("/dicom-web/studies?StudyInstanceUID=" + uid);
            assertThat(found.size()).isEqualTo(1);
            assertThat(new HubApi(hub, "coordinator")
                            .get("/api/cases")
                            .path("total")
                            .asInt())
                    .as("nobody reads it again unasked")
                    .isZero();
        }

        var instance = changeOneByte(home);
        var changed = radhub("verify");
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.out()).contains("changed site=COUNTYA study=" + uid, "instance=" + instance);

        Files.move(home.resolve("objects"), folder.resolve("not-mounted"));
        var refused = radhub("verify", "--write-off");
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
        assertThat(refused.err())
                .contains("radhub verify: nothing is written off: of 1 packs", "--write-off-most")
                .contains("are not in the folder " + home.resolve("objects"));
    }

    @Test
    void a_hub_whose_spool_is_not_mounted_does_not_start_and_says_what_to_do() throws Exception {
        var home = folder.resolve("home");
        HubProcess.start(home, Map.of()).close();
        var disk = Files.move(home.resolve("spool"), folder.resolve("disk"));
        Files.createDirectory(home.resolve("spool"));
        var said = "the disk of the spool is not mounted at " + home.resolve("spool");
        for (var command : List.of("verify", "rebuild-index")) {
            var refused = radhub(command);
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
            assertThat(refused.err()).contains("radhub " + command + ": " + said);
        }
        assertThatThrownBy(() -> HubProcess.start(home, Map.of())).hasMessageContaining("did not start");
        assertThat(folder.resolve("home.log")).content().contains(said, "Put that right");
        assertThat(home.resolve("spool")).isEmptyDirectory();
        Files.delete(home.resolve("spool"));

        Files.move(disk, home.resolve("spool"));
        HubProcess.start(home, Map.of()).close();
    }

    @Test
    void what_is_no_command_is_answered_with_how_to_use_it() throws Exception {
        for (var wrong : List.of(List.of("reindex"), List.of("verify", "--speed=1"), List.of("verify", "now"))) {
            var answer = radhub(wrong.toArray(String[]::new));
            assertThat(answer.exitCode()).isEqualTo(2);
            assertThat(answer.err()).contains("usage: radhub rebuild-index");
        }
    }

    @Test
    void a_folder_that_is_no_hubs_is_refused_and_left_as_it_was() throws Exception {
        for (var command : List.of("verify", "rebuild-index")) {
            var absent = radhub(command);
            assertThat(absent.exitCode()).as(absent.toString()).isEqualTo(2);
            assertThat(absent.err()).contains("there is no folder " + folder.resolve("home"));
            assertThat(folder.resolve("home")).doesNotExist();
        }
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home").resolve("letter.txt"), "not a hub's");
        for (var command : List.of("verify", "rebuild-index")) {
            var wrong = radhub(command);
            assertThat(wrong.exitCode()).as(wrong.toString()).isEqualTo(2);
            assertThat(wrong.err()).contains("is no hub's folder");
            try (var content = Files.list(folder.resolve("home"))) {
                assertThat(content).hasSize(1);
            }
        }
    }

    private static Optional<String> storedCase(HubProcess hub) {
        var api = new HubApi(hub, "coordinator");
        var items = api.get("/api/cases").path("items");
        if (items.isEmpty()) {
            return Optional.empty();
        }
        var read = api.get("/api/cases/" + items.get(0).path("id").asString());
        boolean stored = false;
        for (var line : read.path("ledger")) {
            stored |= line.path("step").asString().equals("stored");
        }
        return stored ? Optional.of(read.path("studyInstanceUid").asString()) : Optional.empty();
    }

    /** In the middle of the last image of a pack; returns the image's UID. */
    private static String changeOneByte(Path home) throws Exception {
        Path pack;
        try (var files = Files.walk(home.resolve("objects"))) {
            pack = files.filter(file -> file.toString().endsWith(".tar"))
                    .findFirst()
                    .orElseThrow();
        }
        try (var file = new RandomAccessFile(pack.toFile(), "rw")) {
            file.seek(file.length() - 100_000);
            int was = file.read();
            file.seek(file.length() - 100_000);
            file.write(was ^ 0x40);
        }
        var listing = new ProcessBuilder("tar", "-tf", pack.toString()).start();
        var names = new String(listing.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        var last = names.get(names.size() - 1);
        return last.substring(last.indexOf('/') + 1, last.length() - ".dcm".length());
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private HubCommand radhub(String... arguments) throws Exception {
        return HubCommand.run(folder.resolve("home"), Map.of(), arguments);
    }
}
