package org.radhub.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.ObjectStore;

/** What every object store promises. Each adapter's test extends this. */
abstract class ObjectStoreContract {
    @TempDir
    Path folder;

    private ObjectStore store;

    /** A store that holds nothing. */
    abstract ObjectStore emptyStore() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = emptyStore();
    }

    @Test
    void what_was_put_is_read_back_byte_for_byte() throws IOException {
        store.put("studies/A/1.tar", bytes("first"));

        assertThat(read(store.get("studies/A/1.tar"))).isEqualTo("first");
        assertThat(store.length("studies/A/1.tar")).contains(5L);
        assertThat(store.digest("studies/A/1.tar"))
                .contains("a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e");
    }

    @Test
    void an_empty_object_is_an_object() throws IOException {
        store.put("empty", new byte[0]);

        assertThat(store.length("empty")).contains(0L);
        assertThat(store.get("empty").readAllBytes()).isEmpty();
        assertThat(store.get("empty", 0, 0).readAllBytes()).isEmpty();
    }

    @Test
    void a_second_put_replaces_the_first() throws IOException {
        store.put("key", bytes("old and longer"));
        store.put("key", bytes("new"));

        assertThat(read(store.get("key"))).isEqualTo("new");
        assertThat(store.length("key")).contains(3L);
    }

    @Test
    void a_range_is_exactly_the_bytes_asked_for() throws IOException {
        store.put("digits", bytes("0123456789"));

        assertThat(read(store.get("digits", 0, 1))).isEqualTo("0");
        assertThat(read(store.get("digits", 3, 4))).isEqualTo("3456");
        assertThat(read(store.get("digits", 9, 1))).isEqualTo("9");
        assertThat(read(store.get("digits", 10, 0))).isEmpty();
    }

    @Test
    void a_range_beyond_the_end_is_an_error_and_not_a_short_answer() throws IOException {
        store.put("digits", bytes("0123456789"));

        assertThatThrownBy(() -> read(store.get("digits", 5, 6))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(store.get("digits", 10, 1))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(store.get("digits", 11, 0))).isInstanceOf(EOFException.class);
    }

    @Test
    void what_was_never_put_is_not_there() throws IOException {
        assertThat(store.length("nothing/here")).isEmpty();
        assertThat(store.digest("nothing/here")).isEmpty();
        assertThatThrownBy(() -> store.get("nothing/here")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.get("nothing/here", 0, 1)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.get("nothing/here", 0, 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void what_was_deleted_is_gone_and_deleting_it_again_is_no_error() throws IOException {
        store.put("a/b", bytes("x"));
        store.delete("a/b");
        store.delete("a/b");

        assertThat(store.length("a/b")).isEmpty();
        try (var keys = store.list("")) {
            assertThat(keys).isEmpty();
        }
    }

    @Test
    void a_list_has_every_key_of_the_prefix_and_no_other() throws IOException {
        for (var key : List.of("studies/A/1.tar", "studies/A/1.metadata.json.gz", "studies/AB/2.tar", "other")) {
            store.put(key, bytes(key));
        }

        try (var keys = store.list("studies/A")) {
            assertThat(keys)
                    .containsExactlyInAnyOrder("studies/A/1.tar", "studies/A/1.metadata.json.gz", "studies/AB/2.tar");
        }
        try (var keys = store.list("studies/A/")) {
            assertThat(keys).containsExactlyInAnyOrder("studies/A/1.tar", "studies/A/1.metadata.json.gz");
        }
        try (var keys = store.list("")) {
            assertThat(keys).hasSize(4);
        }
        try (var keys = store.list("none/")) {
            assertThat(keys).isEmpty();
        }
    }

    @Test
    void a_list_goes_on_beyond_the_first_thousand() throws IOException {
        for (int i = 0; i < 1005; i++) {
            store.put("many/" + i, new byte[] {1});
        }

        try (var keys = store.list("many/")) {
            assertThat(keys).hasSize(1005).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "./a",
                "a b",
                "a\\b",
                "a\u0000",
                "ä",
                "a~b",
                "%2e%2e/x"
            })
    void a_key_that_is_not_one_is_refused_before_anything_is_touched(String key) {
        assertThatThrownBy(() -> store.put(key, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get(key, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.length(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_file_larger_than_a_part_is_put_as_a_whole_and_read_in_ranges() throws Exception {
        var file = folder.resolve("large");
        int length = (40 << 20) + 17;
        var digest = write(file, length);

        store.put("large", file, digest);

        assertThat(store.length("large")).contains((long) length);
        assertThat(store.digest("large")).contains(digest);
        var content = Files.readAllBytes(file);
        assertThat(store.get("large").readAllBytes()).isEqualTo(content);
        int from = (16 << 20) - 5;
        assertThat(store.get("large", from, 10).readAllBytes())
                .isEqualTo(java.util.Arrays.copyOfRange(content, from, from + 10));
    }

    @Test
    void who_reads_while_it_is_replaced_sees_one_of_the_two_and_never_a_mixture() throws Exception {
        var contents = List.of("a".repeat(300_000), "b".repeat(200_000));
        store.put("key", bytes(contents.get(0)));
        var stop = new CountDownLatch(1);
        var threads = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> reads = threads.submit(() -> {
                int count = 0;
                do {
                    assertThat(contents).contains(read(store.get("key")));
                    count++;
                } while (stop.getCount() > 0);
                return count;
            });
            for (int i = 1; i <= 40; i++) {
                store.put("key", bytes(contents.get(i % 2)));
            }
            stop.countDown();
            assertThat(reads.get()).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_file_put_for_good_is_an_object_whatever_becomes_of_the_file() throws Exception {
        var file = folder.resolve("pack.tar");
        var digest = write(file, 300_000);
        var content = Files.readAllBytes(file);

        store.putForGood("studies/A/pack.tar", file, digest);
        store.putForGood("studies/A/pack.tar", file, digest);
        Files.delete(file);

        assertThat(store.get("studies/A/pack.tar").readAllBytes()).isEqualTo(content);
        assertThat(store.digest("studies/A/pack.tar")).contains(digest);
    }

    @Test
    void a_reader_may_stop_half_way() throws IOException {
        store.put("key", new byte[1 << 20]);
        for (int i = 0; i < 20; i++) {
            try (var in = store.get("key", 100, 1 << 19)) {
                assertThat(in.readNBytes(10)).hasSize(10);
            }
        }
    }

    private static String write(Path file, int length) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var random = new Random(1);
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            var block = new byte[1 << 20];
            for (int left = length; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, Math.min(left, block.length));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String read(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
