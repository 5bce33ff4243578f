package org.radhub.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
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
