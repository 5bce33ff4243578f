package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Scope;
import org.radhub.storage.Instance;
import org.radhub.storage.StudyArrived;

/** The way from the network to storage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoringTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Hub hub;

    @BeforeAll
    void open(@TempDir Path home) {
        assumeTrue(Files.isDirectory(Hub.data()), "the shared test files are not here");
        hub = Hub.storing(home);
    }

    @AfterAll
    void close() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void a_series_sent_by_storescu_is_a_study_that_has_arrived() throws Exception {
        var series = files("ct-series/ge-head-28");
        var study = LibrarySender.Part10.read(series.get(0)).studyInstanceUid();
        var sent = Dcmtk.run(
                "storescu",
                List.of(
                        "-aet",
                        Hub.CT,
                        "-aec",
                        "RADHUB",
                        "+sd",
                        "127.0.0.1",
                        String.valueOf(hub.port()),
                        Hub.data().resolve("ct-series/ge-head-28").toString()));
        assertThat(sent.exitCode()).as(sent.output()).isZero();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(hub.told.arrivals)
                .filteredOn(arrival -> arrival.studyInstanceUid().equals(study))
                .extracting(StudyArrived::site, StudyArrived::instances)
                .containsExactly(tuple("COUNTYA", series.size())));
    }

    @Test
    void every_data_set_comes_out_as_it_was_sent() throws Exception {
        try (var sender = new LibrarySender(hub.port())) {
            for (var file : files("ts-variants/enhct")) {
                var sent = LibrarySender.Part10.read(file);
                assertThat(sender.send(sent)).as(file.toString()).isZero();
                var kept = instance(sent);
                // Several of the files are one instance, of which the first encoding stays.
                if (kept.transferSyntaxUid().equals(sent.transferSyntaxUid())) {
                    var bytes = read(kept);
                    var dataSet = Arrays.copyOfRange(bytes, bytes.length - sent.dataSet().length, bytes.length);
                    assertThat(dataSet).as(file.toString()).isEqualTo(sent.dataSet());
                }
            }
        }
    }

    @Test
    void a_store_cut_off_half_way_leaves_nothing_and_can_be_sent_again() throws Exception {
        var instance = LibrarySender.Part10.read(Hub.data().resolve("ct/pydicom__CT_small.dcm"));
        try (var peer = hub.call()) {
            peer.send(
                    Peer.storeRequest(instance.sopInstanceUid()),
                    Peer.pdata(1, 0, Arrays.copyOf(instance.dataSet(), instance.dataSet().length / 2)));
            peer.socket.setSoLinger(true, 0);
        }
        try (var peer = hub.call()) {
            assertThat(peer.echo().status()).isZero();
            assertThat(hub.studies().withUid(instance.studyInstanceUid(), Scope.EVERYTHING))
                    .isEmpty();
            assertThat(peer.store(instance.sopInstanceUid(), instance.dataSet()).status())
                    .isZero();
        }
        assertThat(read(instance(instance))).endsWith(instance.dataSet());
    }

    @Test
    void whatever_is_malformed_is_answered_and_the_next_is_served() throws Exception {
        try (var sender = new LibrarySender(hub.port())) {
            for (var name : List.of(
                    "sq_length_overruns",
                    "pixel_length_4GiB",
                    "bad_vr",
                    "truncated_header",
                    "empty_study_uid",
                    "uid_path_traversal",
                    "uid_bad_chars",
                    "trailing_garbage")) {
                assertThat(sender.send(malformed(name))).as(name).isIn(0x0000, 0xC000, 0xA700, 0xA900);
            }
            // 64 deep, which the hub can read; 64 MiB of zeros in 64 KiB, which it will not.
            assertThat(sender.send(malformed("deep_nesting"))).isZero();
            assertThat(sender.send(malformed("deflate_bomb"))).isEqualTo(0xC000);
            var sound = LibrarySender.Part10.read(Hub.data().resolve("mr/pydicom__MR_small.dcm"));
            assertThat(sender.send(sound)).isZero();
        }
    }

    private static LibrarySender.Part10 malformed(String name) throws IOException {
        return LibrarySender.Part10.read(Hub.data().resolve("synthetic/malformed/" + name + ".dcm"));
    }

    private Instance instance(LibrarySender.Part10 sent) {
        return await().atMost(LIMIT)
                .until(() -> find(sent).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    private Stream<Instance> find(LibrarySender.Part10 sent) {
        return hub.studies().withUid(sent.studyInstanceUid(), Scope.EVERYTHING).stream()
                .flatMap(study -> hub.studies().seriesOf(study.id()).stream())
                .flatMap(series -> hub.studies().instancesOf(series.id()).stream())
                .filter(instance -> instance.sopInstanceUid().equals(sent.sopInstanceUid()));
    }

    private byte[] read(Instance instance) throws IOException {
        try (var in = hub.studies().open(instance)) {
            return in.readAllBytes();
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (var found = Files.walk(Hub.data().resolve(folder))) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
