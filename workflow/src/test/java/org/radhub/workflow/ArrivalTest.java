package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.radhub.registry.GrantKind;
import org.radhub.registry.Grants;
import org.radhub.registry.Phrase;
import org.radhub.registry.Scope;
import org.radhub.storage.Evidence;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.LateSeries;
import org.radhub.storage.StudyStored;

class ArrivalTest {
    private final Hub hub = Hub.empty();

    @Test
    void a_study_that_arrives_is_on_the_worklist_of_a_qualified_reader_with_the_reason() {
        hub.reader("reader1", "CT");
        hub.reader("reader3", "DX");
        hub.onShift("reader1", 8);
        hub.onShift("reader3", 8);

        var read = hub.arrive(hub.study("COUNTYA", "CT", "HEAD", "P1"));

        assertThat(read.state()).isEqualTo(CaseState.ASSIGNED);
        assertThat(read.reader()).contains("reader1");
        assertThat(read.priority()).isEqualTo(Priority.URGENT);
        assertThat(read.skill()).isEqualTo("CT");
        assertThat(Duration.between(read.createdAt(), read.deadline()))
                .isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));
        assertThat(read.reason().key()).isEqualTo("workflow.reason.only");
        assertThat(read.reason().args().get(0)).isEqualTo("reader1");
        assertThat(hub.cases().worklistOf("reader1")).containsExactly(read);
        assertThat(hub.cases().worklistOf("reader3")).isEmpty();
        assertThat(hub.cases().activeActivities(read.id())).containsExactly("read");
        assertThat(hub.cases().considered(read.id()))
                .extracting(Consideration::reader)
                .containsExactly("reader1", "reader3");
    }

    @Test
    void the_ledger_says_when_the_study_came_and_why_it_is_complete() {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 8);
        var study = hub.study("COUNTYA", "CT");

        var read = hub.arrive(study);

        var ledger = hub.cases().ledgerOf(read.id());
        assertThat(hub.steps(read)).containsExactly(LedgerStep.RECEIVED, LedgerStep.COMPLETE, LedgerStep.ASSIGNED);
        assertThat(ledger.get(0).actor()).isEqualTo("COUNTYA_CT");
        assertThat(ledger.get(0).detail().args())
                .contains(
                        study.firstReceivedAt().toString(),
                        study.lastReceivedAt().toString());
        assertThat(ledger.get(1).detail()).isEqualTo(Phrase.of("storage.evidence.association-closed"));
    }

    @Test
    void the_reader_may_see_the_study_from_the_assignment_on() {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 8);

        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        assertThat(hub.a(Grants.class).heldBy("reader1", hub.clock.instant()))
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.kind()).isEqualTo(GrantKind.ASSIGNMENT);
                    assertThat(grant.studyInstanceUid()).isEqualTo(read.study().studyInstanceUid());
                });
    }

    @Test
    void an_arrival_told_many_times_at_once_makes_one_case_and_one_process() throws Exception {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 8);
        var event = hub.arrived(hub.study("COUNTYA", "CT"));

        var threads = Executors.newFixedThreadPool(8);
        try {
            threads.invokeAll(IntStream.range(0, 16)
                    .mapToObj(i -> Executors.callable(() -> hub.tell(event)))
                    .toList());
        } finally {
            threads.shutdown();
        }

        hub.settled();
        assertThat(count("workflow.read_case")).isEqualTo(1);
        assertThat(count("act_ru_execution where parent_id_ is null")).isEqualTo(1);
        assertThat(count("workflow.ledger")).isEqualTo(3);
        assertThat(hub.cases().worklistOf("reader1")).hasSize(1);
    }

    @Test
    void a_study_stored_is_in_the_ledger_whether_told_before_or_after_its_arrival() {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 8);
        var before = hub.study("COUNTYA", "CT");
        var after = hub.study("COUNTYA", "CT");

        hub.tell(stored(before));
        var one = hub.arrive(before);
        var other = hub.arrive(after);
        hub.tell(stored(after));

        hub.settled();
        assertThat(hub.steps(one)).containsOnlyOnce(LedgerStep.STORED);
        assertThat(hub.steps(other)).containsOnlyOnce(LedgerStep.STORED);
    }

    @Test
    void images_that_come_late_are_counted_once_and_shown() {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 8);
        var study = hub.study("COUNTYA", "CT");
        var read = hub.arrive(study);
        var event = new InstancesArrivedLate(
                study.id(),
                study.site(),
                study.studyInstanceUid(),
                4,
                24,
                hub.clock.instant(),
                hub.clock.instant(),
                new Evidence(Evidence.Kind.QUIET_TIME, Phrase.of("storage.evidence.quiet")),
                List.of(new LateSeries("1.2", "CT", "3", "Axial", 4, 24)));

        hub.tell(event);
        hub.tell(event);

        Eventually.holds(() -> assertThat(count("event_publication where completion_date is null"))
                .isZero());
        assertThat(hub.now(read).lateInstances()).isEqualTo(4);
        assertThat(hub.now(read).instances()).isEqualTo(24);
        assertThat(hub.steps(read)).containsOnlyOnce(LedgerStep.LATE_IMAGES);
        assertThat(hub.cases().ledgerOf(read.id()))
                .filteredOn(entry -> entry.step() == LedgerStep.LATE_IMAGES)
                .extracting(LedgerEntry::detail)
                .containsExactly(Phrase.of("workflow.ledger.late-series", 4, 24, "CT 3 Axial +4"));
    }

    @Test
    void the_worklist_is_in_the_order_to_read_it() {
        hub.reader("reader1", "CT", "DX");
        hub.onShift("reader1", 8);

        var routine = hub.arrive(hub.study("COUNTYA", "DX"));
        var urgent = hub.arrive(hub.study("COUNTYA", "CT", "HEAD", "P2"));
        hub.clock.advance(Duration.ofSeconds(1));
        var later = hub.arrive(hub.study("COUNTYB", "DX"));

        assertThat(hub.cases().worklistOf("reader1"))
                .extracting(ReadCase::id)
                .containsExactly(urgent.id(), routine.id(), later.id());
    }

    @Test
    void cases_are_found_within_the_scope_alone() {
        var a = hub.arrive(hub.study("COUNTYA", "CT"));
        var b = hub.arrive(hub.study("COUNTYB", "CT"));

        assertThat(search("", Scope.EVERYTHING)).containsExactly(b.id(), a.id());
        assertThat(search("", Scope.ofSite("COUNTYA"))).containsExactly(a.id());
        assertThat(search("", Scope.ofStudy(b.study()))).containsExactly(b.id());
        assertThat(search("", Scope.NOTHING)).isEmpty();
        assertThat(search("张", Scope.ofSite("COUNTYA"))).containsExactly(a.id());
        assertThat(search("zhang^w", Scope.EVERYTHING)).hasSize(2);
        assertThat(search("%", Scope.EVERYTHING)).isEmpty();
        assertThat(search("' or true --", Scope.EVERYTHING)).isEmpty();
        assertThat(search(b.accessionNumber(), Scope.ofSite("COUNTYA"))).isEmpty();
    }

    @Test
    void two_hundred_studies_are_shared_fairly_among_equal_readers() {
        var readers = List.of("r1", "r2", "r3", "r4");
        readers.forEach(reader -> {
            hub.reader(reader, "CT");
            hub.onShift(reader, 24);
        });

        var studies =
                Stream.generate(() -> hub.study("COUNTYA", "CT")).limit(200).toList();
        studies.forEach(study -> hub.tell(hub.arrived(study)));

        hub.settled();
        assertThat(count("workflow.read_case")).isEqualTo(200);
        assertThat(readers)
                .allSatisfy(reader -> assertThat(hub.cases().worklistOf(reader)).hasSize(50));
    }

    private List<java.util.UUID> search(String text, Scope scope) {
        var query = new CaseQuery(Optional.empty(), Optional.empty(), Optional.of(text), Optional.empty(), 1, 50);
        return hub.cases().search(query, scope).items().stream()
                .map(ReadCase::id)
                .toList();
    }

    private StudyStored stored(org.radhub.storage.Study study) {
        return new StudyStored(study.id(), study.site(), study.studyInstanceUid(), 20, 20_000_000, hub.clock.instant());
    }

    private int count(String table) {
        return hub.jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }
}
