package org.radhub.storage.completeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Phrase;
import org.radhub.registry.testing.MovedClock;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Evidence.Kind;
import org.radhub.storage.ExamProgress;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.LateSeries;
import org.radhub.storage.Offer;
import org.radhub.storage.PerformedStep;
import org.radhub.storage.PerformedStep.State;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.SopReference;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;
import org.springframework.transaction.support.TransactionTemplate;

/** The evidence as it comes in over the network and is kept, with a clock that this test moves. */
class EvidenceTest {
    private static final String STUDY = "1.1";
    private static final Duration SETTLED = Duration.ofSeconds(4);
    private static final Duration DOUBTED = Duration.ofSeconds(61);

    @TempDir
    Path home;

    private final MovedClock clock = new MovedClock("2026-03-02T08:00:00Z");
    private StorageUnderTest storage;

    @BeforeEach
    void start() {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.settle", "3s")
                .with("radhub.storage.quiet", "10s")
                .with("radhub.storage.doubt", "60s")
                .with(clock)
                .start();
        storage.jdbc().sql("""
                insert into storage.device_pace (site, calling_ae, within, between_associations, learned_at)
                values ('COUNTYA', 'TESTER', '{0}', '{0}', now())""").update();
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void slices_without_gaps_are_the_evidence_of_a_scan() throws Exception {
        slices(1, 2, 3, 4, 5);
        closed();
        passes(SETTLED);

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.GEOMETRY);
        assertThat(arrived().evidence().detail()).isEqualTo(Phrase.of("storage.evidence.geometry", 1, 3));
    }

    @Test
    void a_scan_with_a_gap_is_not_complete_when_its_association_closes_but_when_the_slice_comes() throws Exception {
        slices(1, 2, 3, 4, 6, 7, 8);
        closed();
        passes(SETTLED);
        waitsUntil(clock.instant().minus(SETTLED).plusSeconds(60));
        passes(Duration.ofSeconds(20));
        assertThat(storage.told(StudyArrived.class)).isEmpty();

        slices(5);
        closed();
        passes(SETTLED);

        assertThat(arrived().instances()).isEqualTo(8);
        assertThat(arrived().evidence().kind()).isEqualTo(Kind.GEOMETRY);
        assertThat(storage.study("COUNTYA", STUDY).warnings()).isEmpty();
    }

    @Test
    void a_gap_is_not_waited_for_for_ever_and_is_said_until_the_slice_comes() throws Exception {
        slices(1, 2, 3, 4, 6, 7, 8);
        closed();
        passes(DOUBTED);

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.ASSOCIATION_CLOSED);
        assertThat(arrived().evidence().detail())
                .isEqualTo(Phrase.of("storage.evidence.although.gaps", "2 Axial", 1, 61));
        assertThat(storage.study("COUNTYA", STUDY).warnings())
                .containsExactly(Phrase.of("storage.warning.incomplete.gaps", "2 Axial", 1));

        passes(Duration.ofMinutes(30));
        slices(5);
        closed();
        passes(SETTLED);

        eventually(() -> assertThat(storage.told(InstancesArrivedLate.class)).hasSize(1));
        var late = storage.told(InstancesArrivedLate.class).get(0);
        assertThat(late.series()).containsExactly(new LateSeries("1.2", "CT", "2", "Axial", 1, 8));
        assertThat(late.evidence().kind()).isEqualTo(Kind.GEOMETRY);
        assertThat(storage.study("COUNTYA", STUDY).warnings()).isEmpty();
    }

    @Test
    void as_many_instances_as_they_announce_are_complete_while_the_association_is_open() throws Exception {
        announcing(3, 1, 2);
        passes(SETTLED);
        waitsUntil(clock.instant().minus(SETTLED).plusSeconds(10));

        announcing(3, 3);

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.ANNOUNCED_COUNT);
        assertThat(arrived().instances()).isEqualTo(3);
    }

    @Test
    void a_series_that_is_announced_is_waited_for_and_then_said_to_be_missing() throws Exception {
        send(1, begun(1).text(0x00201206, "IS", "2"));
        closed();
        passes(SETTLED);
        waitsUntil(clock.instant().minus(SETTLED).plusSeconds(60));

        passes(Duration.ofSeconds(60));

        assertThat(arrived().evidence().detail().key()).isEqualTo("storage.evidence.although.series");
        assertThat(storage.study("COUNTYA", STUDY).warnings())
                .containsExactly(Phrase.of("storage.warning.incomplete.series", 1, 2));
    }

    @Test
    void an_exam_in_progress_holds_the_study_back_until_its_device_says_what_it_made() throws Exception {
        step(State.IN_PROGRESS);
        slices(1, 2, 3, 4);
        closed();
        passes(Duration.ofMinutes(50));
        waitsUntil(clock.instant().minus(Duration.ofMinutes(50)).plus(Duration.ofHours(6)));

        step(State.COMPLETED, 1, 2, 3, 4, 5);
        waitsUntil(clock.instant().plusSeconds(60));
        assertThat(storage.told(StudyArrived.class)).isEmpty();
        slices(5);
        passes(Duration.ofSeconds(1));

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.MPPS_COMPLETED);
        assertThat(arrived().instances()).isEqualTo(5);
    }

    @Test
    void a_step_that_ended_stays_as_it_ended() throws Exception {
        step(State.COMPLETED, 1, 2);
        step(State.IN_PROGRESS);
        slices(1, 2);
        passes(Duration.ofSeconds(1));

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.MPPS_COMPLETED);
    }

    @Test
    void a_commitment_asked_for_all_that_is_here_is_proof() throws Exception {
        slices(1, 2, 4);
        indexed(3);
        asked(1, 2);
        passes(SETTLED);
        waitsUntil(clock.instant().minus(SETTLED).plusSeconds(10));

        asked(4);

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.STORAGE_COMMITMENT);
        assertThat(storage.jdbc()
                        .sql("select count(*) from storage.expected_instance")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void a_commitment_asked_while_the_study_is_being_judged_is_not_overlooked() throws Exception {
        slices(1, 2);
        indexed(2);

        var asking = storage.get(TransactionTemplate.class).execute(judging -> {
            storage.jdbc()
                    .sql("select id from storage.study where study_uid = ? for update")
                    .param(STUDY)
                    .query()
                    .singleRow();
            clock.advance(SETTLED);
            var asked = CompletableFuture.runAsync(() -> asked(1, 2));
            eventually(() -> assertThat(asked.isDone() || somebodyWaits()).isTrue());
            // What was known before it was asked says to wait.
            storage.jdbc()
                    .sql("""
                            insert into storage.judgement (study_id, instances, active_at, judged_at, look_at)
                            select id, instance_count, active_at, :now, :now + interval '1 hour'
                            from storage.study where study_uid = :study""")
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("study", STUDY)
                    .update();
            return asked;
        });
        asking.get(1, TimeUnit.MINUTES);

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.STORAGE_COMMITMENT);
    }

    @Test
    void a_commitment_asked_for_again_while_the_study_is_being_judged_does_not_stand_in_the_way_of_the_judgement()
            throws Exception {
        slices(1, 2);
        indexed(2);
        asked(1);

        var asking = storage.get(TransactionTemplate.class).execute(judging -> {
            storage.jdbc()
                    .sql("select id from storage.study where study_uid = ? for update")
                    .param(STUDY)
                    .query()
                    .singleRow();
            var asked = CompletableFuture.runAsync(() -> asked(1));
            eventually(() -> assertThat(asked.isDone() || somebodyWaits()).isTrue());
            storage.jdbc().sql("delete from storage.expected_instance").update();
            return asked;
        });

        asking.get(1, TimeUnit.MINUTES);
    }

    private boolean somebodyWaits() {
        return storage.jdbc().sql("""
                        select exists (select 1 from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')""").query(Boolean.class).single();
    }

    @Test
    void a_commitment_asked_for_what_never_came_is_waited_for_and_said() throws Exception {
        slices(1, 2, 3, 4);
        closed();
        indexed(4);
        asked(1, 2, 3, 4, 5);
        passes(SETTLED);
        waitsUntil(clock.instant().minus(SETTLED).plusSeconds(60));
        passes(DOUBTED);

        assertThat(arrived().evidence().detail().key()).isEqualTo("storage.evidence.although.commitment");
        asked(1, 2, 3, 4, 6);
        assertThat(storage.study("COUNTYA", STUDY).warnings())
                .contains(Phrase.of("storage.warning.incomplete.commitment", 1, 5));
    }

    @Test
    void only_what_is_in_the_index_under_its_own_class_and_at_its_own_site_may_be_deleted_by_its_device()
            throws Exception {
        slices(1);
        indexed(1);

        var references = List.of(reference(2), reference(1), new SopReference("1.2.840.10008.5.1.4.1.1.2", uid(1)));
        assertThat(storage.get(Safekeeping.class).of("COUNTYA", references))
                .containsExactly(
                        Safekeeping.State.NOT_THERE, Safekeeping.State.SAFE, Safekeeping.State.OF_ANOTHER_CLASS);
        assertThat(storage.get(Safekeeping.class).of("COUNTYB", List.of(reference(1))))
                .containsExactly(Safekeeping.State.NOT_THERE);
    }

    @Test
    void a_device_that_pauses_between_associations_is_waited_for_once_it_is_known() throws Exception {
        var study = "9.1";
        image(study, study + ".1");
        closed();
        passes(Duration.ofSeconds(20));
        image(study, study + ".2");
        closed();
        passes(Duration.ofSeconds(90));
        eventually(() -> assertThat(storage.study("COUNTYA", study).complete()).isTrue());

        image(STUDY, uid(1));
        closed();
        var last = clock.instant();
        passes(SETTLED);

        waitsUntil(last.plusSeconds(40));
    }

    @Test
    void a_device_of_which_no_study_is_known_is_given_more_time_after_the_end_of_its_association() throws Exception {
        storage.jdbc().sql("delete from storage.device_pace").update();
        slices(1, 2, 3, 4, 5);
        closed();
        passes(SETTLED);
        waitsUntil(clock.instant().minus(SETTLED).plusSeconds(9));

        passes(Duration.ofSeconds(6));

        assertThat(arrived().evidence().kind()).isEqualTo(Kind.GEOMETRY);
    }

    @Test
    void a_device_that_only_adds_to_the_studies_of_others_is_known_after_one_of_them() throws Exception {
        image(STUDY, uid(1));
        var added = DataSetBytes.image(STUDY, "1.9", uid(2), "A", new byte[4]);
        var offer =
                new Offer("COUNTYA", "CAD", "2", DataSetBytes.SECONDARY_CAPTURE, uid(2), DataSetBytes.TRANSFER_SYNTAX);
        storage.intake().keep(offer, new ByteArrayInputStream(added));
        closed();
        storage.intake().associationClosed("2");
        passes(Duration.ofSeconds(10));
        arrived();

        assertThat(storage.jdbc()
                        .sql("select calling_ae from storage.device_pace order by calling_ae")
                        .query(String.class)
                        .list())
                .containsExactly("CAD", "TESTER");
    }

    @Test
    void real_scans_whose_spacing_or_numbering_is_odd_are_not_doubted() throws Exception {
        for (var folder : List.of("ct-series", "mr-series", "crdx")) {
            for (var file : SharedFile.in(folder)) {
                var content = file.content();
                var offer = new Offer(
                        "COUNTYA",
                        "TESTER",
                        "1",
                        content.sopClassUid(),
                        file.sopInstanceUid(),
                        content.transferSyntaxUid());
                storage.intake().keep(offer, new ByteArrayInputStream(content.dataSet()));
            }
        }
        closed();
        passes(SETTLED);

        eventually(() -> assertThat(storage.jdbc()
                        .sql("select distinct state = 'ARRIVING' from storage.study")
                        .query(Boolean.class)
                        .list())
                .containsExactly(false));
        assertThat(storage.jdbc()
                        .sql("select w from storage.study, unnest(warnings) as w where starts_with(w, ?)")
                        .param(Doubt.WARNINGS)
                        .query(String.class)
                        .list())
                .isEmpty();
        assertThat(storage.jdbc()
                        .sql("select count(*) from storage.study where evidence_kind = 'GEOMETRY'")
                        .query(Integer.class)
                        .single())
                .isGreaterThan(1);
    }

    private StudyArrived arrived() {
        eventually(() -> assertThat(storage.told(StudyArrived.class)).hasSize(1));
        return storage.told(StudyArrived.class).get(0);
    }

    /** It was judged, and is not complete; and this is when it is looked at next. */
    private void waitsUntil(Instant next) {
        eventually(() -> assertThat(storage.jdbc()
                        .sql("""
                            select look_at from storage.judgement j join storage.study s on s.id = j.study_id
                            where s.study_uid = ?""")
                        .param(STUDY)
                        .query((row, number) ->
                                row.getObject(1, OffsetDateTime.class).toInstant())
                        .list())
                .containsExactly(next));
    }

    /** Once all that was sent is in the index: what is on its way there is not silent. */
    private void passes(Duration time) {
        eventually(() ->
                assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero());
        clock.advance(time);
    }

    private void indexed(int instances) {
        eventually(() ->
                assertThat(storage.study("COUNTYA", STUDY).instanceCount()).isEqualTo(instances));
    }

    private void closed() {
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.jdbc()
                        .sql("select count(*) from storage.sending where association = '1' and closed_at is null")
                        .query(Integer.class)
                        .single())
                .isZero());
    }

    private void step(State state, int... numbers) {
        storage.get(ExamProgress.class)
                .told(new PerformedStep(
                        "COUNTYA",
                        "TESTER",
                        "7.7",
                        state,
                        Set.of(STUDY),
                        Arrays.stream(numbers).mapToObj(EvidenceTest::reference).toList(),
                        clock.instant()));
    }

    private void asked(int... numbers) {
        storage.get(Safekeeping.class)
                .commitmentAsked(
                        "COUNTYA",
                        "TESTER",
                        IntStream.of(numbers).mapToObj(EvidenceTest::reference).toList());
    }

    private static SopReference reference(int number) {
        return new SopReference(DataSetBytes.SECONDARY_CAPTURE, uid(number));
    }

    private static String uid(int number) {
        return "1.2." + number;
    }

    private void image(String study, String uid) throws Exception {
        storage.keep("COUNTYA", "1", uid, DataSetBytes.image(study, study + ".0", uid, "A", new byte[2]));
    }

    /** Slices of a CT series, 5 mm apart. */
    private void slices(int... numbers) throws Exception {
        for (int number : numbers) {
            send(
                    number,
                    begun(number)
                            .text(0x00200032, "DS", "-100\\-100\\" + 5 * number)
                            .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0"));
        }
    }

    private void announcing(int inStudy, int... numbers) throws Exception {
        for (int number : numbers) {
            send(number, begun(number).text(0x00201208, "IS", String.valueOf(inStudy)));
        }
    }

    private static DataSetBytes begun(int number) {
        return new DataSetBytes()
                .text(0x00080016, "UI", DataSetBytes.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", uid(number))
                .text(0x00080060, "CS", "CT")
                .text(0x0008103e, "LO", "Axial")
                .text(0x0020000d, "UI", STUDY)
                .text(0x0020000e, "UI", "1.2")
                .text(0x00200011, "IS", "2")
                .text(0x00200013, "IS", String.valueOf(number));
    }

    private void send(int number, DataSetBytes dataSet) throws Exception {
        storage.keep(
                "COUNTYA",
                "1",
                uid(number),
                dataSet.value(0x7fe00010, "OB", new byte[2]).bytes());
    }
}
