package org.radhub.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radhub.storage.BytesLost;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Processes;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;
import org.radhub.storage.Recovery.WriteOff;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.SopReference;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.testing.DataSetBytes;

class WriteOffTest extends VerifiedArchive {
    private static final WriteOff UNREADABLE = new WriteOff(true, Set.of(), false);

    @Test
    void what_is_written_off_is_told_as_lost_and_what_is_sent_again_takes_its_place() throws Exception {
        Archive.flip(Archive.packOf(storage, "COUNTYB", "7.4"), Archive.offsetOf(storage, "COUNTYB", "7.4") + 30_000);
        verify();
        assertThat(told.notes).singleElement().asString().contains("1 packs", "--write-off");
        assertThat(lost()).isZero();
        assertThat(told.of(Kind.CHANGED)).hasSize(1);

        writeOff(UNREADABLE);
        assertThat(lost()).isOne();
        assertThat(safekeepingOf("7.4")).isEqualTo(Safekeeping.State.NOT_THERE);
        assertThatThrownBy(() -> read("7.4")).isInstanceOf(BytesLost.class);
        assertThat(metadataOfSeries()).doesNotContain("\"7.4\"");

        storage.keep(
                "COUNTYB", "4", "7.4", DataSetBytes.image("7.1", "7.2", "7.4", "P9", "Li^Na", "4", new byte[50_000]));
        storage.intake().associationClosed("4");
        eventually(() -> assertThat(lost()).isZero());
        eventually(() -> assertThat(Archive.packOf(storage, "COUNTYB", "7.4")).exists());
        assertThat(safekeepingOf("7.4")).isEqualTo(Safekeeping.State.SAFE);
        assertThat(read("7.4")).endsWith(new byte[50_000]);
        assertThat(metadataOfSeries()).containsOnlyOnce("\"7.4\"");
        told.findings.clear();
        told.notes.clear();
        verify();
        assertThat(told.of(Kind.MISSING)).isEmpty();
        assertThat(told.notes).isEmpty();
    }

    @Test
    void what_can_be_read_is_not_written_off_whatever_changed_around_it() throws Exception {
        Archive.flip(Archive.packOf(storage, "COUNTYB", "7.4"), Archive.offsetOf(storage, "COUNTYB", "7.4") - 300);
        writeOff(UNREADABLE);
        assertThat(told.of(Kind.MISSING)).extracting(Finding::instance).containsExactly("7.4");
        assertThat(lost()).isZero();
        assertThat(read("7.4")).endsWith(new byte[50_000]);
    }

    /** An image, and what was put aside. */
    @Test
    void what_was_written_off_is_taken_back_when_its_object_is_there_again() throws Exception {
        var objects = storage.get(ObjectStore.class);
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        var bytes = Files.readAllBytes(pack);
        objects.delete(key(pack));
        writeOff(UNREADABLE);
        assertThat(lost()).isEqualTo(2);

        objects.put(key(pack), bytes);
        storage.recovery().rebuildIndex(Optional.empty(), told);
        assertThat(lost()).isZero();
        assertThat(read("7.4")).endsWith(new byte[50_000]);
        told.findings.clear();
        assertThat(verify().findings()).isZero();
    }

    @Test
    void what_lay_in_a_spool_that_is_gone_for_good_can_be_written_off_and_sent_again() throws Exception {
        storage.keep("COUNTYC", "3", "8.1", "8.2", "8.3", new byte[4000]);
        eventually(() ->
                assertThat(storage.study("COUNTYC", "8.1").instanceCount()).isOne());
        storage.close();
        var other = UUID.randomUUID();
        storage.jdbc()
                .sql("update storage.pack set node_id = ? where state = 'SPOOLED'")
                .param(other)
                .update();
        for (var pack : spooled()) {
            Files.delete(pack);
        }
        storage.start();
        verify();
        assertThat(told.leftOut).singleElement().asString().contains("--write-off-node=" + other);
        assertThat(lost()).isZero();

        storage.jdbc().sql("""
                        insert into storage.process values
                            (?, gen_random_uuid(), clock_timestamp(), null, clock_timestamp(), 0)""").param(other).update();
        assertThatThrownBy(() -> writeOff(new WriteOff(false, Set.of(other), false)))
                .hasMessageContaining("the process with the node-id " + other + " runs");
        assertThat(lost()).isZero();
        told.findings.clear();
        storage.jdbc()
                .sql("update storage.process set heard_at = heard_at - interval '2 minutes' where node_id = ?")
                .param(other)
                .update();

        writeOff(new WriteOff(false, Set.of(other), false));
        assertThat(storage.get(Processes.class).all())
                .extracting(Processes.Standing::node)
                .doesNotContain(other);
        assertThat(told.of(Kind.MISSING)).extracting(Finding::instance).containsExactly("8.3");
        assertThat(lost()).isOne();
        storage.keep("COUNTYC", "4", "8.1", "8.2", "8.3", new byte[4000]);
        eventually(() -> assertThat(lost()).isZero());
        told.findings.clear();
        assertThat(verify().findings()).isZero();
    }

    @Test
    void what_the_object_store_has_is_not_written_off_though_the_index_looks_for_it_in_a_spool() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        var other = UUID.randomUUID();
        storage.jdbc().sql("""
                        update storage.pack set state = 'SPOOLED', object_key = null, node_id = :other
                        where object_key = :key""").param("other", other).param("key", key(pack)).update();
        writeOff(new WriteOff(true, Set.of(other), false));
        assertThat(told.findings).singleElement().satisfies(found -> assertThat(found.kind())
                .isEqualTo(Kind.MISPLACED));
        assertThat(lost()).isZero();

        storage.recovery().rebuildIndex(Optional.empty(), told);
        assertThat(read("7.4")).endsWith(new byte[50_000]);
    }

    @Test
    void nothing_is_written_off_that_an_empty_object_store_lacks_unless_it_is_said_that_most_is_lost()
            throws Exception {
        var other = UUID.randomUUID();
        storage.jdbc()
                .sql("""
                        update storage.pack set state = 'SPOOLED', object_key = null, node_id = :other
                        where object_key = :key""")
                .param("other", other)
                .param("key", key(packs().get(0)))
                .update();
        int packs = packs().size() - 1;
        storage.close();
        Files.move(home.resolve("objects"), home.resolve("not-mounted"));
        storage.start();
        verify();
        assertThat(told.notes)
                .singleElement()
                .asString()
                .startsWith("of " + packs + " packs")
                .contains(packs + " are not in the folder " + home.resolve("objects"))
                .doesNotContain("write-off");

        for (var asked : List.of(UNREADABLE, new WriteOff(false, Set.of(other), false))) {
            assertRefused(asked, packs, packs);
            assertThat(told.findings).isNotEmpty();
        }

        writeOff(new WriteOff(true, Set.of(other), true));
        assertThat(lost()).isEqualTo(kept());
        storage.close();
        Files.delete(home.resolve("objects/~incoming"));
        Files.delete(home.resolve("objects"));
        Files.move(home.resolve("not-mounted"), home.resolve("objects"));
        storage.start();
        storage.recovery().rebuildIndex(Optional.empty(), told);
        assertThat(lost()).isZero();
    }

    /** As of keys that are right in a store that gives back something else. */
    @Test
    void nothing_is_written_off_where_every_pack_is_there_and_nothing_in_them_is_sound() throws Exception {
        var packs = packs();
        for (var pack : packs) {
            Files.write(pack, new byte[(int) Files.size(pack)]);
        }
        assertRefused(UNREADABLE, packs.size(), packs.size());
    }

    @Test
    void an_object_store_that_has_half_of_the_packs_is_taken_for_the_right_one_and_what_was_written_off_counts_no_more()
            throws Exception {
        var packs = packs();
        int most = packs.size() / 2 + 1;
        var bytes = Files.readAllBytes(packs.get(0));
        for (var pack : packs.subList(0, most)) {
            storage.get(ObjectStore.class).delete(key(pack));
        }
        assertRefused(UNREADABLE, packs.size(), most);

        storage.get(ObjectStore.class).put(key(packs.get(0)), bytes);
        writeOff(UNREADABLE);
        long lost = lost();
        assertThat(lost).isPositive();
        storage.get(ObjectStore.class).delete(key(packs.get(0)));
        writeOff(UNREADABLE);
        assertThat(lost()).isGreaterThan(lost);
    }

    @Test
    void one_image_that_is_sound_in_each_pack_shows_that_it_is_the_right_object_store() throws Exception {
        storage.jdbc()
                .sql(
                        "delete from storage.conflict where pack_id <> (select pack_id from storage.instance where sop_uid = '7.4')")
                .update();
        storage.jdbc()
                .sql(
                        "delete from storage.instance where pack_id <> (select pack_id from storage.instance where sop_uid = '7.4')")
                .update();
        Archive.flip(Archive.packOf(storage, "COUNTYB", "7.4"), Archive.offsetOf(storage, "COUNTYB", "7.4") + 30_000);
        writeOff(UNREADABLE);
        assertThat(lost()).isOne();
    }

    private void assertRefused(WriteOff asked, int packs, int absent) {
        told.notes.clear();
        assertThatThrownBy(() -> writeOff(asked))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("nothing is written off: of " + packs + " packs")
                .hasMessageContaining(absent + " are not in the folder " + home.resolve("objects"))
                .hasMessageContaining("--write-off-most");
        assertThat(told.notes).isEmpty();
        assertThat(lost()).isZero();
    }

    private long kept() {
        return storage.jdbc()
                .sql("select (select count(*) from storage.instance) + (select count(*) from storage.conflict)")
                .query(Long.class)
                .single();
    }

    private List<Path> packs() throws IOException {
        try (var files = Files.walk(home.resolve("objects"))) {
            return files.filter(file -> file.toString().endsWith(".tar"))
                    .sorted()
                    .toList();
        }
    }

    private void writeOff(WriteOff asked) throws IOException {
        told.findings.clear();
        storage.recovery().verify(0, asked, told);
    }

    private long lost() {
        return storage.get(SpoolHealth.class).now().lostInstances();
    }

    private Safekeeping.State safekeepingOf(String uid) {
        return storage.get(Safekeeping.class)
                .of("COUNTYB", List.of(new SopReference(DataSetBytes.SECONDARY_CAPTURE, uid)))
                .get(0);
    }

    private byte[] read(String uid) throws IOException {
        var study = storage.study("COUNTYB", "7.1");
        try (var in = storage.studies()
                .open(storage.studies().instance(study.id(), "7.2", uid).orElseThrow())) {
            return in.readAllBytes();
        }
    }

    private String metadataOfSeries() throws IOException {
        var study = storage.study("COUNTYB", "7.1");
        try (var metadata = storage.studies()
                .metadata(storage.studies().seriesOf(study.id()).get(0))) {
            return new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Path> spooled() throws IOException {
        try (var files = Files.list(storage.spool())) {
            return files.filter(file -> file.toString().endsWith(".tar")).toList();
        }
    }
}
