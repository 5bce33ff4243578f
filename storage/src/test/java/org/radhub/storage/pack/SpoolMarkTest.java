package org.radhub.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.WrongSetting;

class SpoolMarkTest {
    @TempDir
    Path folder;

    private Path home;
    private Path spool;

    @BeforeEach
    void choose() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        spool = home.resolve("spool");
    }

    @Test
    void a_spool_whose_disk_is_not_mounted_is_noticed_and_nothing_is_left_in_its_folder() throws Exception {
        var node = start(home);
        unmount();
        for (int i = 0; i < 2; i++) {
            assertNotMounted();
        }
        assertThat(spool).isEmptyDirectory();

        mount();
        assertThat(start(home)).isEqualTo(node);
    }

    @Test
    void a_spool_that_was_taken_away_with_its_folder_is_begun_anew_and_looked_for_from_then_on() throws Exception {
        var node = start(home);
        unmount();
        Files.delete(spool);

        assertThat(start(home)).isEqualTo(node);
        Files.delete(spool.resolve("node-id"));
        assertNotMounted();
    }

    @Test
    void a_link_to_a_disk_that_is_not_mounted_is_noticed() throws Exception {
        Files.createSymbolicLink(spool, Files.createDirectory(folder.resolve("disk")));
        var node = start(home);
        var away = Files.move(folder.resolve("disk"), folder.resolve("away"));
        assertNotMounted();

        Files.move(away, folder.resolve("disk"));
        assertThat(start(home)).isEqualTo(node);
    }

    @Test
    void a_disk_that_is_gone_for_good_is_given_up_by_deleting_a_file_and_the_new_one_is_looked_for_from_then_on()
            throws Exception {
        var node = start(home);
        unmount();
        assertNotMounted();

        Files.delete(home.resolve("spool-expected"));
        assertThat(start(home)).isEqualTo(node);
        Files.delete(spool.resolve("node-id"));
        assertNotMounted();
    }

    @Test
    void the_disk_of_another_hub_is_not_used() throws Exception {
        var node = start(home);
        unmount();
        var other = Files.createDirectory(folder.resolve("other"));
        var others = start(other);
        Files.delete(spool);
        Files.move(other.resolve("spool"), spool);
        assertThatThrownBy(() -> start(home))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContainingAll(spool.toString(), node.toString(), others.toString());

        Files.delete(spool.resolve("node-id"));
        Files.delete(home.resolve("spool-expected"));
        assertThat(start(home)).isEqualTo(node);
    }

    @Test
    void a_spool_of_an_earlier_version_is_marked_when_it_is_used_first() throws Exception {
        var node = UUID.randomUUID();
        Files.writeString(home.resolve("node-id"), node + "\n");
        Files.createDirectory(spool);
        Files.write(spool.resolve(UUID.randomUUID() + ".tar"), new byte[10_240]);
        assertThat(start(home)).isEqualTo(node);
        unmount();
        assertNotMounted();
    }

    @Test
    void a_hub_whose_home_was_lost_knows_its_spool_by_name() throws Exception {
        var node = start(home);
        Files.delete(home.resolve("node-id"));
        Files.delete(home.resolve("spool-expected"));
        assertThat(start(home)).isEqualTo(node);
    }

    /** Each file is written beside its place, and moved there when it is on the disk. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void a_first_start_that_was_killed_is_followed_by_one_that_marks_the_spool(int written) throws Exception {
        var files = List.of(home.resolve("node-id"), spool.resolve("node-id"), home.resolve("spool-expected"));
        var whole = start(home).toString();
        for (int i = 0; i < files.size(); i++) {
            if (written < 2 * i + 2) {
                Files.delete(files.get(i));
            }
            if (written == 2 * i + 1) {
                Files.writeString(Path.of(files.get(i) + "~new"), whole.substring(0, 7));
            }
        }

        var node = start(home);
        assertThat(start(home)).isEqualTo(node);
        unmount();
        assertNotMounted();
    }

    @Test
    void a_disk_that_has_no_room_for_the_mark_keeps_no_hub_from_starting() throws Exception {
        Files.createDirectories(spool.resolve("node-id~new"));
        var node = start(home);
        assertThat(spool.resolve("node-id")).doesNotExist();
        assertThat(start(home)).isEqualTo(node);

        Files.delete(spool.resolve("node-id~new"));
        assertThat(start(home)).isEqualTo(node);
        unmount();
        assertNotMounted();
    }

    private void assertNotMounted() {
        assertThatThrownBy(() -> start(home))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContainingAll(
                        "not mounted at " + spool,
                        home.resolve("spool-expected").toString())
                .message()
                .hasLineCount(1);
    }

    private void unmount() throws IOException {
        Files.move(spool, folder.resolve("disk"));
        Files.createDirectory(spool);
    }

    private void mount() throws IOException {
        Files.delete(spool);
        Files.move(folder.resolve("disk"), spool);
    }

    private static UUID start(Path home) throws IOException {
        try (var started = new Spool(home, Long.MAX_VALUE)) {
            return started.node();
        }
    }
}
