package org.radhub.storage.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Refused;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Conflict;
import org.radhub.storage.Conflict.Difference;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Conflicts;
import org.radhub.storage.Offer;
import org.radhub.storage.Patient;
import org.radhub.storage.Unavailable;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;

class ConflictsTest {
    private static final ConflictQuery ALL = query(Optional.empty(), Optional.empty());
    private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";

    @TempDir
    Path home;

    private StorageUnderTest storage;
    private Conflicts conflicts;

    @BeforeEach
    void start() {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .start();
        conflicts = storage.get(Conflicts.class);
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void the_image_set_aside_is_told_of_and_opened_byte_for_byte_in_the_spool_and_after_its_upload() throws Exception {
        var first =
                SharedFile.named("synthetic/malformed/same_uid_conflict_a.dcm").content();
        var second =
                SharedFile.named("synthetic/malformed/same_uid_conflict_b.dcm").content();
        for (var sent : List.of(first, second)) {
            storage.intake().keep(sent.offer("COUNTYA", "1"), new ByteArrayInputStream(sent.dataSet()));
        }

        var found = single(ALL, Scope.EVERYTHING);
        assertThat(found.sopInstanceUid()).isEqualTo(first.sopInstanceUid());
        assertThat(found.differences()).contains(Difference.PIXELS).doesNotContain(Difference.UNCOMPARABLE);
        assertThat(found.callingAeTitle()).isEqualTo("TESTER");
        assertThat(found.aside().instance().sopClassUid()).isEqualTo(second.sopClassUid());
        assertThat(found.kept().instance())
                .isEqualTo(storage.instances(
                                storage.studies().find(found.kept().study()).orElseThrow())
                        .get(0));
        assertThat(spooled()).isTrue();
        requireBytes(found, first.dataSet(), second.dataSet());

        storage.intake().associationClosed("1");
        eventually(() -> assertThat(spooled()).isFalse());
        requireBytes(conflicts.find(found.id()).orElseThrow(), first.dataSet(), second.dataSet());
        var kept = conflicts.header(found.kept());
        var aside = conflicts.header(found.aside());
        assertThat(kept.callingAeTitle()).isEqualTo("TESTER");
        assertThat(List.of(kept.rows(), kept.columns())).containsExactly(32, 32);
        assertThat(List.of(aside.rows(), aside.columns())).containsExactly(40, 40);
        assertThat(aside.modality()).isEqualTo("CT");
        assertThat(aside.patient().name()).isNotEqualTo(kept.patient().name());
    }

    @Test
    void a_conflict_says_how_the_two_differ_as_far_as_that_is_known() throws Exception {
        var pixels = new byte[] {1, 2};
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", pixels);
        storage.keep("COUNTYA", "1", "1.3", DataSetBytes.image("1.1", "1.2", "1.3", "P2", "Li^Na", "1", pixels));
        storage.keep("COUNTYA", "1", "9.1", "9.2", "1.3", pixels);
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[] {3, 4});
        keep(JPEG_LS, DataSetBytes.image("1.1", "1.2", "1.3", "Zhang^Wei=张^伟", new byte[] {5, 6}));
        eventually(() -> assertThat(conflicts.open(Scope.EVERYTHING)).isEqualTo(4));

        assertThat(conflicts.search(ALL, Scope.EVERYTHING).items())
                .extracting(Conflict::differences)
                .containsExactly(
                        Set.of(Difference.UNCOMPARABLE),
                        Set.of(Difference.PIXELS),
                        Set.of(Difference.SERIES),
                        Set.of(Difference.PATIENT));
        assertThat(conflicts
                        .search(ALL, Scope.EVERYTHING)
                        .items()
                        .get(3)
                        .aside()
                        .patient())
                .isEqualTo(new Patient("P2", "", "Li^Na", "", ""));
    }

    @Test
    void an_issuer_that_one_image_leaves_out_is_no_other_patient() throws Exception {
        storage.keep("COUNTYA", "1", "1.3", issued("H", new byte[] {1, 2}));
        storage.keep("COUNTYA", "1", "1.3", issued("", new byte[] {3, 4}));
        storage.keep("COUNTYA", "1", "1.3", issued("K", new byte[] {5, 6}));
        eventually(() -> assertThat(conflicts.open(Scope.EVERYTHING)).isEqualTo(2));

        assertThat(conflicts.search(ALL, Scope.EVERYTHING).items())
                .extracting(Conflict::differences)
                .containsExactly(Set.of(Difference.PIXELS, Difference.PATIENT), Set.of(Difference.PIXELS));
    }

    private static byte[] issued(String issuer, byte[] pixels) {
        return new DataSetBytes()
                .text(0x00080016, "UI", DataSetBytes.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", "1.3")
                .text(0x00100020, "LO", "1001")
                .text(0x00100021, "LO", issuer)
                .text(0x0020000d, "UI", "1.1")
                .text(0x0020000e, "UI", "1.2")
                .value(0x7fe00010, "OB", pixels)
                .bytes();
    }

    private void keep(String transferSyntax, byte[] dataSet) throws Exception {
        var offer = new Offer("COUNTYA", "TESTER", "1", DataSetBytes.SECONDARY_CAPTURE, "1.3", transferSyntax);
        storage.intake().keep(offer, new ByteArrayInputStream(dataSet));
    }

    @Test
    void nobody_sees_a_conflict_without_seeing_both_studies() throws Exception {
        conflict("COUNTYA", "1.1", "9.1");
        conflict("COUNTYB", "2.1", "2.1");

        assertThat(single(ALL, Scope.ofSite("COUNTYB")).kept().study().studyInstanceUid())
                .isEqualTo("2.1");
        assertThat(conflicts.open(Scope.ofSite("COUNTYC"))).isZero();
        var one = Scope.ofStudy(new StudyKey("COUNTYA", "1.1"));
        var both = new Scope(false, Set.of(), Set.of(new StudyKey("COUNTYA", "1.1"), new StudyKey("COUNTYA", "9.1")));
        assertThat(conflicts.search(ALL, one).items()).isEmpty();
        assertThat(single(ALL, both).isWithin(one)).isFalse();
        assertThat(single(ALL, both).isWithin(both)).isTrue();
        assertThat(single(ALL, Scope.ofStudy(new StudyKey("COUNTYB", "2.1")))
                        .aside()
                        .study()
                        .site())
                .isEqualTo("COUNTYB");
    }

    @Test
    void they_are_listed_newest_first_by_page_site_study_and_whether_somebody_decided() throws Exception {
        conflict("COUNTYA", "1.1", "1.1");
        conflict("COUNTYA", "2.1", "9.1");
        conflict("COUNTYB", "3.1", "3.1");

        assertThat(studies(query(Optional.empty(), Optional.empty()))).containsExactly("3.1", "2.1", "1.1");
        var second = conflicts.search(
                new ConflictQuery(Optional.empty(), Optional.empty(), Optional.empty(), 2, 2), Scope.EVERYTHING);
        assertThat(second.items())
                .extracting(one -> one.kept().study().studyInstanceUid())
                .containsExactly("1.1");
        assertThat(List.of(second.page(), second.pages(), (int) second.total())).containsExactly(2, 2, 3);
        assertThat(studies(query(Optional.of("COUNTYA"), Optional.empty()))).containsExactly("2.1", "1.1");
        for (var uid : List.of("2.1", "9.1")) {
            var ofStudy = new ConflictQuery(Optional.empty(), Optional.of(uid), Optional.empty(), 1, 50);
            assertThat(studies(ofStudy)).containsExactly("2.1");
        }
        conflicts.decide(
                single(query(Optional.of("COUNTYB"), Optional.empty()), Scope.EVERYTHING)
                        .id(),
                "li",
                "a phantom");
        assertThat(studies(query(Optional.empty(), Optional.of(true)))).containsExactly("2.1", "1.1");
        assertThat(studies(query(Optional.empty(), Optional.of(false)))).containsExactly("3.1");
        assertThat(conflicts.open(Scope.EVERYTHING)).isEqualTo(2);
    }

    @Test
    void what_somebody_decided_stays_for_ever_and_neither_image_goes() throws Exception {
        conflict("COUNTYA", "1.1", "1.1");
        var id = single(ALL, Scope.EVERYTHING).id();
        var before = Instant.now();

        var decided = conflicts.decide(id, "li", "the first is right");
        assertThat(decided.decision()).hasValueSatisfying(decision -> {
            assertThat(decision.by()).isEqualTo("li");
            assertThat(decision.note()).isEqualTo("the first is right");
            assertThat(decision.at()).isAfterOrEqualTo(before.minusMillis(1));
        });
        assertThatThrownBy(() -> conflicts.decide(id, "wang", "no, the second"))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT);
                    assertThat(refused.phrase().args().get(0)).isEqualTo("li");
                });
        assertThatThrownBy(() -> conflicts.decide(UUID.randomUUID(), "li", "nothing"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_FOUND));
        storage.keep("COUNTYA", "2", "1.1", "1.1.2", "1.1.3", new byte[] {2, 2});
        storage.keep("COUNTYA", "2", "1.1", "1.1.2", "1.1.4", new byte[] {2, 2});
        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(2));

        assertThat(single(ALL, Scope.EVERYTHING)).isEqualTo(decided);
        assertThat(read(decided.kept())).endsWith(new byte[] {1, 1});
        assertThat(read(decided.aside())).endsWith(new byte[] {2, 2});
    }

    @Test
    void what_cannot_be_opened_says_why() throws Exception {
        conflict("COUNTYA", "1.1", "1.1");
        var found = single(ALL, Scope.EVERYTHING);

        var here = storage.jdbc()
                .sql("select node_id from storage.pack")
                .query(UUID.class)
                .list();
        storage.jdbc()
                .sql("update storage.pack set node_id = ?")
                .param(UUID.randomUUID())
                .update();
        assertThatThrownBy(() -> read(found.aside())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> conflicts.header(found.aside())).isInstanceOf(Unavailable.class);
        storage.jdbc()
                .sql("update storage.pack set node_id = ?")
                .param(here.get(0))
                .update();

        storage.jdbc().sql("update storage.conflict set lost_at = now()").update();
        assertThatThrownBy(() -> read(found.aside())).isInstanceOf(BytesLost.class);
        assertThat(single(ALL, Scope.EVERYTHING).lost()).isTrue();
        assertThat(read(found.kept())).endsWith(new byte[] {1, 1});
    }

    @Test
    void of_what_an_earlier_version_put_aside_the_file_says_the_rest() throws Exception {
        conflict("COUNTYA", "1.1", "1.1");
        storage.jdbc().sql("""
                update storage.conflict set calling_ae = null, sop_class = null, transfer_syntax = null, number = null,
                    rows = null, columns = null, frames = null, pixel_fingerprint = null, patient_id = null,
                    issuer = null, patient_name = null, birth_date = null, sex = null""").update();

        var found = single(ALL, Scope.EVERYTHING);
        assertThat(found.callingAeTitle()).isEmpty();
        assertThat(found.aside().patient()).isEqualTo(new Patient("", "", "", "", ""));
        assertThat(found.differences()).containsExactly(Difference.UNCOMPARABLE);
        var header = conflicts.header(found.aside());
        assertThat(header.callingAeTitle()).isEqualTo("TESTER");
        assertThat(header.sopClassUid()).isEqualTo(DataSetBytes.SECONDARY_CAPTURE);
        assertThat(header.patient().name()).isEqualTo("Zhang^Wei=张^伟");
    }

    /** The study's instance, and another one of this study that brings the same UID. */
    private void conflict(String site, String study, String other) throws Exception {
        long before = conflicts.open(Scope.EVERYTHING);
        storage.keep(site, "1", study, study + ".2", study + ".3", new byte[] {1, 1});
        storage.keep(site, "1", other, other + ".2", study + ".3", new byte[] {2, 2});
        eventually(() -> assertThat(conflicts.open(Scope.EVERYTHING)).isEqualTo(before + 1));
    }

    private Conflict single(ConflictQuery query, Scope scope) {
        eventually(() -> assertThat(conflicts.search(query, scope).items()).hasSize(1));
        return conflicts.search(query, scope).items().get(0);
    }

    private List<String> studies(ConflictQuery query) {
        return conflicts.search(query, Scope.EVERYTHING).items().stream()
                .map(one -> one.kept().study().studyInstanceUid())
                .toList();
    }

    private static ConflictQuery query(Optional<String> site, Optional<Boolean> open) {
        return new ConflictQuery(site, Optional.empty(), open, 1, 50);
    }

    private void requireBytes(Conflict found, byte[] kept, byte[] aside) throws Exception {
        assertThat(SharedFile.content(read(found.kept())).dataSet()).isEqualTo(kept);
        assertThat(SharedFile.content(read(found.aside())).dataSet()).isEqualTo(aside);
    }

    private byte[] read(Conflict.Side side) throws Exception {
        try (var file = storage.studies().open(side.instance())) {
            return file.readAllBytes();
        }
    }

    private boolean spooled() throws Exception {
        try (var packs = Files.newDirectoryStream(storage.spool(), "*.tar")) {
            return packs.iterator().hasNext();
        }
    }
}
