package org.radhub.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Scope;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Conflicts;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Recovery;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.objects.S3Server;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.IndexWriter;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;
import org.radhub.storage.testing.Told;
import org.springframework.transaction.support.TransactionTemplate;

class RebuildTest {
    private static final Optional<Instant> NOBODY = Optional.empty();

    @TempDir
    Path home;

    private final DataSource database = TestDatabase.fresh();
    private final Told told = new Told();
    private StorageUnderTest storage;

    @BeforeEach
    void start() {
        storage = storage().start();
    }

    private StorageUnderTest storage() {
        return new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1h")
                .with("radhub.storage.pack-limit", "20KB");
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void the_object_store_alone_brings_every_row_back_and_tells_nobody() throws Exception {
        Archive.fill(storage);
        var before = Archive.rows(database);
        assertThat(before.get("conflicts")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(before.get("studies").toString()).contains("张^伟", "王^芳𠮷", "storage.warning");
        loseTheIndex();

        storage = storage().start();
        var result = storage.recovery().rebuildIndex(NOBODY, told);
        assertThat(result.findings()).isZero();
        assertThat(result.packs()).isEqualTo(before.get("packs").size());
        assertThat(Archive.rows(database)).isEqualTo(before);

        assertThat(storage.recovery().rebuildIndex(NOBODY, told).findings()).isZero();
        assertThat(Archive.rows(database)).isEqualTo(before);
        assertThat(storage.recovery().verify(0, told).findings()).isZero();
        storage.keep("COUNTYA", "new", "9.1", "9.2", "9.3", new byte[10]);
        storage.intake().associationClosed("new");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(storage.told(StudyArrived.class)).hasSize(1);
        assertThat(storage.told(InstancesArrivedLate.class)).isEmpty();
        for (var instance : storage.instances(storage.study("COUNTYA", "1.1.0"))) {
            assertThat(SharedFile.content(storage.studies().open(instance).readAllBytes())
                            .sopInstanceUid())
                    .isEqualTo(instance.sopInstanceUid());
        }
    }

    @Test
    void studies_that_came_since_a_day_are_told_of_when_the_hub_is_asked_to() throws Exception {
        Archive.fill(storage);
        loseTheIndex();

        storage = storage().with("radhub.storage.quiet", "1s").start();
        storage.recovery().rebuildIndex(Optional.of(Instant.now().plusSeconds(60)), told);
        storage.recovery().rebuildIndex(NOBODY, told);
        assertThat(storage.told(StudyArrived.class)).isEmpty();
        loseTheIndex();

        storage = storage().with("radhub.storage.quiet", "1s").start();
        storage.recovery().rebuildIndex(Optional.of(Instant.EPOCH), told);
        long studies = Archive.rows(database).get("studies").stream()
                .filter(row -> !row.toString().contains("\"instance_count\": 0"))
                .count();
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize((int) studies));
        assertThat(storage.told(StudyArrived.class)).hasSize((int) studies);
    }

    @Test
    void what_people_decided_of_images_set_aside_outlasts_a_rebuilding_beside_it() throws Exception {
        Archive.fill(storage);
        var conflicts = storage.get(Conflicts.class);
        var all = new ConflictQuery(Optional.empty(), Optional.empty(), Optional.empty(), 1, 50);
        for (var conflict : conflicts.search(all, Scope.EVERYTHING).items()) {
            conflicts.decide(conflict.id(), "li", "of the same patient");
        }
        var before = Archive.rows(database);

        storage.recovery().rebuildIndex(NOBODY, told);

        assertThat(Archive.rows(database)).isEqualTo(before);
        assertThat(conflicts.open(Scope.EVERYTHING)).isZero();
    }

    @Test
    void a_damaged_index_is_mended_and_what_it_had_right_stays() throws Exception {
        Archive.fill(storage);
        var before = Archive.rows(database);
        var ids = ids();
        var jdbc = storage.jdbc();
        jdbc.sql("delete from storage.instance where sop_uid like '1.3.2.%'").update();
        jdbc.sql("delete from storage.conflict where site = 'COUNTYA'").update();
        jdbc.sql("update storage.instance set file_offset = file_offset + 512, length = 7 where sop_uid = '1.3.1.1'")
                .update();
        // As a backup from before the upload has it.
        jdbc.sql("update storage.pack set state = 'SPOOLED', object_key = null, bytes = null, sha256 = null"
                        + " where study_uid = '1.1.2'")
                .update();
        storage.close();

        storage = storage().start();
        storage.recovery().rebuildIndex(NOBODY, told);
        assertThat(Archive.rows(database)).isEqualTo(before);
        assertThat(ids())
                .containsAll(ids.stream().filter(id -> !id.contains("1.3.2.")).toList());
        assertThat(told.findings).isEmpty();
        assertThat(storage.told(StudyArrived.class)).isEmpty();
        assertThat(storage.told(InstancesArrivedLate.class)).isEmpty();
    }

    private java.util.List<String> ids() {
        return storage.jdbc()
                .sql("select id || ' ' || sop_uid from storage.instance")
                .query(String.class)
                .list();
    }

    @Test
    void what_has_not_left_the_spool_is_taken_up_by_the_hub_itself() throws Exception {
        Archive.fill(storage);
        storage.keep("COUNTYC", "late", "8.1", "8.2", "8.3", new byte[4000]);
        eventually(() ->
                assertThat(storage.study("COUNTYC", "8.1").instanceCount()).isOne());
        loseTheIndex();

        storage = storage().with("radhub.storage.quiet", "1s").start();
        storage.recovery().rebuildIndex(NOBODY, told);
        eventually(() -> assertThat(storage.told(StudyStored.class))
                .extracting(StudyStored::studyInstanceUid)
                .containsExactly("8.1"));
        assertThat(storage.recovery().verify(0, told).findings()).isZero();
    }

    @Test
    void a_rebuilding_that_breaks_off_carries_on_where_it_stopped() throws Exception {
        Archive.fill(storage);
        var before = Archive.rows(database);
        loseTheIndex();
        storage = storage().start();
        var objects = storage.get(ObjectStore.class);
        var staging = new Staging(storage.jdbc());
        var away = new AwayAfter(objects, 5);
        assertThatThrownBy(() ->
                        new Rebuilding(away, staging, Clock.systemUTC(), Set.of(), new Tally("read", told)).readAll())
                .isInstanceOf(IOException.class);

        var counting = new AwayAfter(objects, Integer.MAX_VALUE);
        new Rebuilding(counting, staging, Clock.systemUTC(), Set.of(), new Tally("read", told)).readAll();
        assertThat(counting.asked.get()).isLessThan(before.get("packs").size()).isPositive();
        storage.recovery().rebuildIndex(NOBODY, told);
        assertThat(Archive.rows(database)).isEqualTo(before);
    }

    @Test
    void a_rebuilding_that_breaks_off_while_it_indexes_reports_all_that_both_have_done() throws Exception {
        Archive.fill(storage);
        var before = Archive.rows(database);
        loseTheIndex();
        storage = storage().start();
        var whole = storage.recovery().rebuildIndex(NOBODY, told);
        loseTheIndex();
        storage = storage().start();
        var staging = new Staging(storage.jdbc());
        new Rebuilding(storage.get(ObjectStore.class), staging, Clock.systemUTC(), Set.of(), new Tally("read", told))
                .readAll();
        var index = new RebuiltIndex(
                storage.jdbc(),
                storage.get(TransactionTemplate.class),
                storage.get(IndexWriter.class),
                staging,
                storage.get(Spool.class).node());
        var indexed = index.next(2);
        assertThat(indexed).isEqualTo(2);

        var result = storage.recovery().rebuildIndex(NOBODY, told);

        assertThat(told.lines).contains("2 instances were indexed before it was interrupted");
        assertThat(result).isEqualTo(whole);
        assertThat(result.instances()).isGreaterThan(2);
        assertThat(Archive.rows(database)).isEqualTo(before);
    }

    @Test
    void an_instance_whose_bytes_changed_is_named_and_left_out_and_all_around_it_comes_back() throws Exception {
        Archive.fill(storage);
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        Archive.flip(pack, Archive.offsetOf(storage, "COUNTYB", "7.4") + 30_000);
        loseTheIndex();

        storage = storage().start();
        var result = storage.recovery().rebuildIndex(NOBODY, told);
        assertThat(result.findings()).isOne();
        var finding = told.findings.get(0);
        assertThat(finding.kind()).isEqualTo(Recovery.Kind.CHANGED);
        assertThat(finding.study()).isEqualTo("7.1");
        assertThat(finding.instance()).isEqualTo("7.4");
        assertThat(storage.jdbc()
                        .sql("select count(*) from storage.instance where sop_uid = '7.4'")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(storage.study("COUNTYA", "1.1.0").instanceCount()).isEqualTo(3);
    }

    @Test
    void what_was_found_before_an_interruption_is_found_by_who_carries_on() throws Exception {
        Archive.fill(storage);
        var packs = Archive.rows(database).get("packs").size();
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        Archive.flip(pack, Archive.offsetOf(storage, "COUNTYB", "7.4") + 30_000);
        Files.delete(Archive.metadataOf(pack));
        loseTheIndex();
        storage = storage().start();
        var interrupted = new Tally("read", told);
        new Rebuilding(
                        storage.get(ObjectStore.class),
                        new Staging(storage.jdbc()),
                        Clock.systemUTC(),
                        Set.of(),
                        interrupted)
                .readAll();
        var found = List.copyOf(told.findings);
        assertThat(found).hasSize(1);

        var result = storage.recovery().rebuildIndex(NOBODY, told);

        assertThat(told.findings).containsExactly(found.get(0), found.get(0));
        assertThat(result.findings()).isOne();
        assertThat(result.packs()).isEqualTo(packs);
        assertThat(told.lines).anyMatch(line -> line.startsWith(packs + " packs were read before it was interrupted"));
        assertThat(Archive.metadataOf(pack))
                .as("would make the pack look sound")
                .doesNotExist();
    }

    @Test
    void what_lies_beside_a_pack_is_made_anew_where_it_is_missing_or_damaged() throws Exception {
        Archive.fill(storage);
        var gone = Archive.metadataOf(Archive.packOf(storage, "COUNTYB", "7.4"));
        var damaged = Archive.metadataOf(Archive.packOf(storage, "COUNTYA", "1.3.2.1"));
        var undigested = Archive.metadataOf(Archive.packOf(storage, "COUNTYA", "1.3.1.1"));
        var pack = Archive.packOf(storage, "COUNTYA", "1.3.0.1");
        var before = List.of(inflated(gone), inflated(damaged), inflated(undigested));
        Files.delete(gone);
        Files.delete(digest(gone));
        Archive.flip(damaged, Files.size(damaged) / 2);
        Files.delete(digest(undigested));
        Files.delete(digest(pack));
        var recovery = storage.recovery();
        assertThat(recovery.verify(0, told).findings()).isEqualTo(4);
        told.findings.clear();

        assertThat(recovery.rebuildIndex(NOBODY, told).findings()).isZero();
        assertThat(List.of(inflated(gone), inflated(damaged), inflated(undigested)))
                .isEqualTo(before);
        assertThat(recovery.verify(0, told).findings()).isZero();
    }

    private static Path digest(Path object) {
        return object.resolveSibling(object.getFileName() + "~sha256");
    }

    private static String inflated(Path metadata) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(metadata))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void an_s3_bucket_brings_every_row_back_too() throws Exception {
        storage.close();
        try (var server = S3Server.start()) {
            storage = storage();
            server.settings("packs").forEach(storage::with);
            storage.start();
            Archive.fill(storage);
            var before = Archive.rows(database);
            loseTheIndex();
            storage = storage();
            server.settings("packs").forEach(storage::with);
            storage.start();
            assertThat(storage.recovery().rebuildIndex(NOBODY, told).findings()).isZero();
            assertThat(Archive.rows(database)).isEqualTo(before);
            assertThat(storage.recovery().verify(0, told).findings()).isZero();
            storage.close();
        }
    }

    private void loseTheIndex() {
        storage.close();
        Archive.dropIndex(database);
    }

    /** An object store that stops answering after so many packs were asked for. */
    private record AwayAfter(ObjectStore objects, int packs, AtomicInteger asked) implements ObjectStore {
        AwayAfter(ObjectStore objects, int packs) {
            this(objects, packs, new AtomicInteger());
        }

        @Override
        public String place() {
            return objects.place();
        }

        @Override
        public InputStream get(String key) throws IOException {
            if (asked.incrementAndGet() > packs) {
                throw new IOException("the object store does not answer");
            }
            return objects.get(key);
        }

        @Override
        public Stream<String> list(String prefix) throws IOException {
            return objects.list(prefix);
        }

        @Override
        public Optional<String> digest(String key) throws IOException {
            return objects.digest(key);
        }

        @Override
        public Optional<Long> length(String key) throws IOException {
            return objects.length(key);
        }

        @Override
        public InputStream get(String key, long from, long length) throws IOException {
            return objects.get(key, from, length);
        }

        @Override
        public void put(String key, Path file, String sha256) throws IOException {
            objects.put(key, file, sha256);
        }

        @Override
        public void put(String key, byte[] bytes) throws IOException {
            objects.put(key, bytes);
        }

        @Override
        public void delete(String key) throws IOException {
            objects.delete(key);
        }
    }
}
