package org.radhub.storage.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.StudyStored;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.StorageUnderTest;
import tools.jackson.databind.json.JsonMapper;

class SeriesMetadataTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path home;

    private StorageUnderTest storage;

    @BeforeEach
    void start() {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .start();
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void it_is_the_same_before_and_after_the_packs_are_stored_and_in_the_order_of_the_instances() throws Exception {
        for (int number : List.of(3, 10, 1, 2)) {
            send("1", number);
        }
        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(4));
        var spooled = metadata();
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));

        assertThat(metadata()).isEqualTo(spooled);
        assertThat(numbers(spooled)).containsExactly(1, 2, 3, 10);
        assertThat(spooled).contains("张^伟").contains("测试 study");
    }

    @Test
    void packs_of_one_series_that_are_stored_and_spooled_make_one_list() throws Exception {
        for (int number : List.of(2, 4)) {
            send("1", number);
        }
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        for (int number : List.of(1, 3, 5)) {
            send("2", number);
        }
        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(5));

        assertThat(numbers(metadata())).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void a_metadata_object_that_is_gone_is_made_up_for_by_the_pack() throws Exception {
        send("1", 1);
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        var stored = metadata();
        try (var files = Files.walk(home.resolve("objects"))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".json.gz")).toList()) {
                Files.delete(file);
            }
        }

        assertThat(metadata()).isEqualTo(stored);
    }

    private void send(String association, int number) throws Exception {
        var uid = "1.3." + number;
        storage.keep(
                "COUNTYA",
                association,
                uid,
                DataSetBytes.image("1.1", "1.2", uid, "P1", "Zhang^Wei=张^伟", "" + number, new byte[number * 1000]));
    }

    private String metadata() throws Exception {
        var series =
                storage.studies().seriesOf(storage.study("COUNTYA", "1.1").id()).get(0);
        try (var in = storage.studies().metadata(series)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Integer> numbers(String json) {
        var numbers = new ArrayList<Integer>();
        JSON.readTree(json)
                .forEach(
                        instance -> numbers.add(instance.at("/00200013/Value/0").asInt()));
        return numbers;
    }
}
