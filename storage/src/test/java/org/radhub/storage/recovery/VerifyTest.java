package org.radhub.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;

class VerifyTest extends VerifiedArchive {
    @Test
    void nothing_is_wrong_with_what_was_kept_well_and_all_of_it_is_looked_at() throws Exception {
        var result = verify();
        assertThat(told.findings).isEmpty();
        assertThat(result.findings()).isZero();
        assertThat(result.instances())
                .isEqualTo(storage.jdbc()
                        .sql("select (select count(*) from storage.instance) + (select count(*) from storage.conflict)")
                        .query(Long.class)
                        .single());
        assertThat(told.lines).isNotEmpty();
    }

    @Test
    void one_changed_byte_of_an_image_names_the_image() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        Archive.flip(pack, Archive.offsetOf(storage, "COUNTYB", "7.4") + 30_000);
        assertThat(verify().findings()).isOne();
        assertThat(told.findings.get(0).kind()).isEqualTo(Kind.CHANGED);
        assertThat(told.findings.get(0))
                .extracting(Finding::site, Finding::study, Finding::series, Finding::instance)
                .containsExactly("COUNTYB", "7.1", "7.2", "7.4");
        assertThat(told.findings.get(0).place()).startsWith("studies/COUNTYB/").contains(".tar:");
    }

    @Test
    void every_single_byte_of_a_pack_that_changes_is_noticed() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYA", "1.3.2.1");
        long length = Files.size(pack);
        for (long at = 0; at < length; at += 97) {
            told.findings.clear();
            Archive.flip(pack, at);
            assertThat(verify().findings()).as("byte %d", at).isPositive();
            assertThat(told.findings).allMatch(finding -> finding.study().equals("1.1.2"));
            Archive.flip(pack, at);
        }
        told.findings.clear();
        assertThat(verify().findings()).isZero();
    }

    @Test
    void a_head_that_changed_does_not_hide_what_lies_behind_it() throws Exception {
        storage.keep("COUNTYC", "3", "8.1", "8.2", "8.3", new byte[4000]);
        storage.keep("COUNTYC", "3", "8.1", "8.2", "8.4", new byte[5000]);
        storage.keep("COUNTYC", "3", "8.1", "8.2", "8.5", new byte[6000]);
        storage.intake().associationClosed("3");
        eventually(() -> assertThat(Archive.packOf(storage, "COUNTYC", "8.5")).exists());
        Archive.flip(Archive.packOf(storage, "COUNTYC", "8.4"), Archive.offsetOf(storage, "COUNTYC", "8.4") - 300);

        assertThat(verify().findings()).isOne();
        assertThat(told.of(Kind.MISSING)).extracting(Finding::instance).containsExactly("8.4");
    }

    @Test
    void a_pack_that_became_shorter_names_each_instance_that_went() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        try (var channel = FileChannel.open(pack, StandardOpenOption.WRITE)) {
            channel.truncate(Archive.offsetOf(storage, "COUNTYB", "7.4") + 100);
        }
        assertThat(verify().findings()).isPositive();
        assertThat(told.findings).extracting(Finding::instance).contains("7.4");

        told.findings.clear();
        try (var channel = FileChannel.open(pack, StandardOpenOption.WRITE)) {
            channel.truncate(100);
        }
        verify();
        assertThat(told.of(Kind.MISSING)).extracting(Finding::instance).contains("7.4");
    }

    @Test
    void an_object_that_is_gone_names_each_of_its_instances() throws Exception {
        var objects = storage.get(ObjectStore.class);
        objects.delete(key(Archive.packOf(storage, "COUNTYB", "7.4")));
        verify();
        assertThat(told.of(Kind.MISSING)).extracting(Finding::instance).contains("7.4");
        // Its metadata lie beside nothing now.
        assertThat(told.of(Kind.ORPHAN)).hasSize(1);
    }

    @Test
    void objects_that_nothing_points_to_are_named() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        var stray = pack.resolveSibling("00000000-0000-4000-8000-000000000000.tar");
        Files.copy(pack, stray);
        storage.get(ObjectStore.class).put("studies/note.txt", new byte[3]);
        assertThat(verify().findings()).isEqualTo(2);
        assertThat(told.of(Kind.ORPHAN))
                .extracting(Finding::place)
                .containsExactlyInAnyOrder(key(stray), "studies/note.txt");
    }

    @Test
    void places_that_the_index_has_wrong_are_named_and_so_is_what_it_lacks() throws Exception {
        storage.jdbc()
                .sql("update storage.instance set file_offset = file_offset + 512 where sop_uid = '7.4'")
                .update();
        storage.jdbc()
                .sql("delete from storage.instance where site = 'COUNTYA' and sop_uid = '1.3.2.1'")
                .update();
        verify();
        assertThat(told.of(Kind.MISPLACED)).extracting(Finding::instance).containsExactly("7.4");
        assertThat(told.of(Kind.UNINDEXED)).extracting(Finding::instance).containsExactly("1.3.2.1");
        assertThat(told.findings).hasSize(2);
    }

    @Test
    void the_spool_is_looked_at_as_well() throws Exception {
        storage.keep("COUNTYC", "3", "8.1", "8.2", "8.3", new byte[4000]);
        try (var spooled = Files.newDirectoryStream(storage.spool(), "*.tar")) {
            Archive.flip(spooled.iterator().next(), 5000);
        }
        assertThat(verify().findings()).isOne();
        assertThat(told.findings.get(0).instance()).isEqualTo("8.3");
        assertThat(told.findings.get(0).place()).startsWith("spool/");
    }

    @Test
    void a_digest_that_is_gone_is_missed_beside_a_pack_and_beside_its_metadata() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        var metadata = Archive.metadataOf(pack);
        Files.delete(pack.resolveSibling(pack.getFileName() + "~sha256"));
        Files.delete(metadata.resolveSibling(metadata.getFileName() + "~sha256"));
        assertThat(verify().findings()).isEqualTo(2);
        assertThat(told.of(Kind.MISSING))
                .extracting(Finding::place)
                .containsExactlyInAnyOrder(key(pack), key(metadata));
    }

    @Test
    void a_digest_that_is_damaged_is_missed_and_everything_else_is_read() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        Files.writeString(pack.resolveSibling(pack.getFileName() + "~sha256"), "garbage\n");

        assertThat(verify().findings()).isOne();
        assertThat(told.of(Kind.MISSING)).extracting(Finding::place).containsExactly(key(pack));
    }

    @Test
    void a_changed_image_that_the_index_left_out_is_not_said_to_come_back() throws Exception {
        var pack = Archive.packOf(storage, "COUNTYB", "7.4");
        Archive.flip(pack, Archive.offsetOf(storage, "COUNTYB", "7.4") + 30_000);
        storage.jdbc().sql("delete from storage.instance where sop_uid = '7.4'").update();
        assertThat(verify().findings()).isOne();
        assertThat(told.findings.get(0).kind()).isEqualTo(Kind.CHANGED);
        assertThat(told.findings.get(0).why()).contains("rebuild-index leaves it out");
    }

    @Test
    void packs_in_the_spool_of_another_process_are_said_to_be_unread() throws Exception {
        storage.keep("COUNTYC", "3", "8.1", "8.2", "8.3", new byte[4000]);
        eventually(() ->
                assertThat(storage.study("COUNTYC", "8.1").instanceCount()).isOne());
        var other = UUID.randomUUID();
        storage.jdbc()
                .sql("update storage.pack set node_id = ? where state = 'SPOOLED'")
                .param(other)
                .update();
        assertThat(verify().findings()).isZero();
        assertThat(told.leftOut).singleElement().asString().contains("1 packs", other.toString());
    }
}
