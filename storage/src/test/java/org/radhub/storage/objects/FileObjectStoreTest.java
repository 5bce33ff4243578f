package org.radhub.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.radhub.storage.ObjectStore;

class FileObjectStoreTest extends ObjectStoreContract {
    @Override
    ObjectStore emptyStore() throws IOException {
        return new FileObjectStore(folder.resolve("objects"));
    }

    @Test
    void bytes_that_do_not_have_their_digest_are_not_put() throws IOException {
        var store = emptyStore();
        var file = Files.write(folder.resolve("file"), bytes("content"));

        assertThatThrownBy(() -> store.put("key", file, "0".repeat(64))).isInstanceOf(IOException.class);
        assertThat(store.length("key")).isEmpty();
    }

    @Test
    void a_file_on_the_same_disk_becomes_the_object_itself_and_takes_no_room_twice() throws IOException {
        var store = emptyStore();
        var file = Files.write(folder.resolve("file"), bytes("content"));

        assertThat(store.putForGood("a/key", file, "0".repeat(64))).isTrue();

        assertThat(Files.isSameFile(file, folder.resolve("objects/a/key"))).isTrue();
        try (var leftovers = Files.list(folder.resolve("objects/~incoming"))) {
            assertThat(leftovers).isEmpty();
        }
    }

    @Test
    void a_file_on_another_disk_is_copied() throws IOException {
        var memory = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)),
                "needs a second file system at /dev/shm");
        var store = emptyStore();
        var file = Files.write(Files.createTempFile(memory, "radhub", ".tar"), bytes("content"));
        try {
            assertThat(store.putForGood(
                            "key", file, "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"))
                    .isFalse();
            assertThat(read(store.get("key"))).isEqualTo("content");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void what_a_killed_process_left_half_put_is_cleared_at_the_next_start() throws IOException {
        emptyStore();
        var half = Files.write(folder.resolve("objects/~incoming/half"), bytes("ha"));

        var store = emptyStore();

        assertThat(half).doesNotExist();
        try (var keys = store.list("")) {
            assertThat(keys).isEmpty();
        }
    }
}
