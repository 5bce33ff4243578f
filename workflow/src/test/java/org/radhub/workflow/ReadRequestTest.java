package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Refused;
import org.radhub.storage.Patient;
import org.springframework.transaction.support.TransactionTemplate;

class ReadRequestTest {
    private static final PlannedExam HEAD = new PlannedExam(
            new Patient("P7", "", "ZHANG^WEI=张^伟", "19700501", "M"),
            "CT",
            "CT head",
            Optional.of(Instant.parse("2026-03-02T08:00:00Z")));

    private final Hub hub = Hub.empty();
    private final ReadRequests requests = hub.a(ReadRequests.class);

    @BeforeEach
    void one_reader_is_on_shift() {
        hub.reader("reader1", "CT");
        hub.onShift("reader1", 12);
        hub.settled();
    }

    @Test
    void a_request_puts_question_and_priority_on_the_open_case_and_its_deadline_moves() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        assertThat(read.priority()).isEqualTo(Priority.ROUTINE);

        var asked = requests.ask(doctor("countya"), byUid(read, Priority.STAT)).orElseThrow();

        assertThat(asked.id()).isEqualTo(read.id());
        assertThat(asked.priority()).isEqualTo(Priority.STAT);
        assertThat(asked.clinicalQuestion()).isEqualTo("Bleeding?");
        assertThat(asked.history()).isEqualTo("Fell from a ladder");
        assertThat(asked.reader()).contains("reader1");
        assertThat(asked.deadline()).isBetween(hub.in(Duration.ofMinutes(29)), hub.in(Duration.ofMinutes(31)));
        assertThat(hub.steps(read)).endsWith(LedgerStep.REQUESTED);

        hub.clock.advance(Duration.ofMinutes(31));
        Eventually.holds(() -> assertThat(hub.now(read).escalatedAt()).isPresent());
    }

    @Test
    void a_case_asked_for_as_routine_is_not_escalated_at_its_old_deadline() {
        var read = hub.arrive(hub.study("COUNTYA", "CT", "HEAD", "P1"));
        var other = hub.arrive(hub.study("COUNTYA", "CT", "HEAD", "P2"));
        requests.ask(doctor("countya"), byUid(read, Priority.ROUTINE));

        hub.clock.advance(Duration.ofHours(3));

        Eventually.holds(() -> assertThat(hub.now(other).escalatedAt()).isPresent());
        assertThat(hub.now(read).escalatedAt()).isEmpty();
    }

    @Test
    void a_request_for_a_study_that_has_not_come_waits_for_it_by_uid_or_accession_number() {
        var one = hub.study("COUNTYA", "CT");
        var other = hub.study("COUNTYA", "CT");
        var doctor = doctor("countya");

        assertThat(requests.ask(doctor, request(one.studyInstanceUid(), "", Priority.STAT)))
                .isEmpty();
        assertThat(requests.ask(doctor, request("", other.accessionNumber(), Priority.URGENT)))
                .isEmpty();
        var first = hub.arrive(one);
        var second = hub.arrive(other);

        assertThat(first.priority()).isEqualTo(Priority.STAT);
        assertThat(first.clinicalQuestion()).isEqualTo("Bleeding?");
        assertThat(second.priority()).isEqualTo(Priority.URGENT);
        assertThat(hub.steps(first)).contains(LedgerStep.REQUESTED);
        assertThat(hub.arrive(hub.study("COUNTYA", "CT")).clinicalQuestion()).isEmpty();
    }

    @Test
    void a_request_reaches_no_study_of_another_site() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        var coming = hub.study("COUNTYA", "CT");
        var stranger = doctor("countyb");

        assertThat(requests.ask(stranger, byUid(read, Priority.STAT))).isEmpty();
        requests.ask(stranger, request("", coming.accessionNumber(), Priority.STAT));

        assertThat(hub.now(read).priority()).isEqualTo(Priority.ROUTINE);
        assertThat(hub.arrive(coming).priority()).isEqualTo(Priority.ROUTINE);
    }

    @Test
    void a_study_that_was_read_already_gets_a_new_case_with_the_same_arrival_in_its_ledger() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));
        hub.a(Desk.class).open(read.id(), "reader1");
        hub.a(TransactionTemplate.class)
                .executeWithoutResult(transaction -> hub.a(ReportProgress.class).signed(read.id(), "reader1", 1));

        var again =
                requests.ask(doctor("countya"), byUid(read, Priority.URGENT)).orElseThrow();

        assertThat(again.id()).isNotEqualTo(read.id());
        assertThat(again.state()).isEqualTo(CaseState.ASSIGNED);
        assertThat(again.clinicalQuestion()).isEqualTo("Bleeding?");
        assertThat(hub.steps(again))
                .containsExactly(LedgerStep.RECEIVED, LedgerStep.COMPLETE, LedgerStep.REQUESTED, LedgerStep.ASSIGNED);
        assertThat(hub.steps(read)).endsWith(LedgerStep.SIGNED);
        assertThat(hub.cases().newestOf(read.studyId())).map(ReadCase::id).contains(again.id());
        assertThat(requests.ask(doctor("countya"), byUid(read, Priority.STAT))
                        .orElseThrow()
                        .id())
                .isEqualTo(again.id());
    }

    @Test
    void a_request_that_races_the_arrival_is_never_lost() throws Exception {
        var doctor = doctor("countya");
        for (int round = 0; round < 10; round++) {
            var study = hub.study("COUNTYA", "CT");
            var asking = new Thread(() -> requests.ask(doctor, request(study.studyInstanceUid(), "", Priority.STAT)));
            asking.start();
            hub.tell(hub.arrived(study));
            asking.join();
            hub.settled();

            assertThat(hub.caseOf(study).orElseThrow().priority()).isEqualTo(Priority.STAT);
        }
    }

    @Test
    void a_request_has_to_name_its_study_and_keep_to_its_limits() {
        var doctor = doctor("countya");

        assertInvalid("workflow.refused.study-not-named", doctor, request(" ", "", Priority.STAT));
        assertInvalid("workflow.refused.bad-study-uid", doctor, request("1.2.x", "", Priority.STAT));
        assertInvalid("workflow.refused.bad-accession", doctor, request("", "A".repeat(65), Priority.STAT));
        assertInvalid(
                "workflow.refused.text-too-long",
                doctor,
                new ReadRequest(Optional.of("1.2"), Optional.empty(), Priority.STAT, "x".repeat(4_001), ""));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> requests.ask(person("coordinator"), request("1.2", "", Priority.STAT)))
                .satisfies(no -> assertThat(no.kind()).isEqualTo(Refused.Kind.NOT_ALLOWED));
    }

    @Test
    void asking_again_for_a_study_that_has_not_come_replaces_the_request_and_a_site_cannot_pile_them_up() {
        var doctor = doctor("countya");
        requests.ask(doctor, request("1.2.3", "", Priority.STAT));
        requests.ask(doctor, request("1.2.3", "", Priority.ROUTINE));
        assertThat(pending()).isEqualTo(1);

        IntStream.range(1, 1_000).forEach(i -> requests.ask(doctor, request("1.2.3." + i, "", Priority.ROUTINE)));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> requests.ask(doctor, request("1.2.4", "", Priority.STAT)))
                .satisfies(no -> assertThat(no.phrase().key()).isEqualTo("workflow.refused.too-many-pending"));
        assertThat(requests.ask(doctor("countyb"), request("1.2.4", "", Priority.STAT)))
                .isEmpty();
    }

    @Test
    void what_is_waited_for_is_listed_for_its_own_site_until_it_comes() {
        var coming = hub.study("COUNTYA", "CT");
        requests.ask(doctor("countya"), request("", coming.accessionNumber(), Priority.STAT));
        requests.ask(doctor("countyb"), request("1.2.9", "", Priority.ROUTINE));

        var awaited = hub.a(AwaitedStudies.class);
        assertThat(awaited.of("COUNTYA")).singleElement().satisfies(study -> {
            assertThat(study.accessionNumber()).isEqualTo(coming.accessionNumber());
            assertThat(study.studyInstanceUid()).isEmpty();
            assertThat(study.priority()).isEqualTo(Priority.STAT);
            assertThat(study.clinicalQuestion()).isEqualTo("Bleeding?");
        });
        hub.arrive(coming);

        assertThat(awaited.of("COUNTYA")).isEmpty();
        assertThat(awaited.of("COUNTYB"))
                .extracting(AwaitedStudy::studyInstanceUid)
                .containsExactly("1.2.9");
    }

    @Test
    void what_is_said_of_an_exam_waits_with_its_request_in_every_script() {
        requests.ask(doctor("countya"), request("A1", HEAD));

        assertThat(awaited()).isEqualTo(HEAD);
    }

    @Test
    void asking_again_takes_nothing_back_unless_another_exam_is_asked_for() {
        var doctor = doctor("countya");
        requests.ask(doctor, request("A1", HEAD));
        requests.ask(doctor, request("", "A1", Priority.STAT));
        assertThat(awaited()).isEqualTo(HEAD);

        var chest = new PlannedExam(new Patient("", "", "", "", ""), "DX", "Chest", Optional.empty());
        requests.ask(doctor, request("A1", chest));
        assertThat(awaited()).isEqualTo(chest);
    }

    @Test
    void the_patient_of_a_study_of_which_images_have_come_is_the_patient_of_its_exam() {
        var coming = hub.study("COUNTYA", "CT", "HEAD", "P7");
        requests.ask(doctor("countya"), request(coming.studyInstanceUid(), "", Priority.STAT));

        assertThat(awaited().patient()).isEqualTo(coming.patient());
        requests.ask(doctor("countyb"), request(coming.studyInstanceUid(), "", Priority.STAT));
        assertThat(hub.a(AwaitedStudies.class).of("COUNTYB"))
                .singleElement()
                .satisfies(study -> assertThat(study.exam().namesPatient()).isFalse());
    }

    @Test
    void what_is_said_of_an_exam_has_to_fit_a_worklist() {
        assertRefused("bad-patient-id", exam("P\\7", "Zhang", "19700501", "M", "CT", "Head"));
        assertRefused("bad-patient-id", exam("P".repeat(65), "Zhang", "19700501", "M", "CT", "Head"));
        assertRefused("bad-patient-name", exam("P7", "Zha\nng", "19700501", "M", "CT", "Head"));
        assertRefused("bad-patient-name", exam("P7", "张".repeat(65), "19700501", "M", "CT", "Head"));
        assertRefused("bad-patient-name", exam("P7", "a=b=c=d", "19700501", "M", "CT", "Head"));
        assertRefused("bad-patient-name", exam("P7", "a^b^c^d^e^f", "19700501", "M", "CT", "Head"));
        assertRefused("bad-patient-name", exam("P7", "\ud800", "19700501", "M", "CT", "Head"));
        assertRefused("bad-birth-date", exam("P7", "Zhang", "19700231", "M", "CT", "Head"));
        assertRefused("bad-birth-date", exam("P7", "Zhang", "29700501", "M", "CT", "Head"));
        assertRefused("bad-sex", exam("P7", "Zhang", "19700501", "X", "CT", "Head"));
        assertRefused("bad-modality", exam("P7", "Zhang", "19700501", "M", "C*", "Head"));
        assertRefused("bad-procedure", exam("P7", "Zhang", "19700501", "M", "CT", "Head\0"));
        var late = Optional.of(hub.in(Duration.ofDays(400)));
        assertRefused("bad-scheduled-time", new PlannedExam(HEAD.patient(), "CT", "Head", late));
        requests.ask(doctor("countya"), request("A1", exam(" P7 ", "\ud842\udfb7".repeat(64), "", "m", "ct", "")));
        assertThat(awaited().patient().id()).isEqualTo("P7");
        assertThat(awaited().modality()).isEqualTo("CT");
    }

    private static PlannedExam exam(
            String id, String name, String born, String sex, String modality, String procedure) {
        return new PlannedExam(new Patient(id, "", name, born, sex), modality, procedure, Optional.empty());
    }

    private void assertRefused(String key, PlannedExam exam) {
        assertInvalid("workflow.refused." + key, doctor("countya"), request("A1", exam));
    }

    private static ReadRequest request(String accession, PlannedExam exam) {
        return new ReadRequest(Optional.empty(), Optional.of(accession), Priority.STAT, "Bleeding?", "", exam);
    }

    private PlannedExam awaited() {
        return hub.a(AwaitedStudies.class).of("COUNTYA").get(0).exam();
    }

    private int pending() {
        return hub.jdbc()
                .sql("select count(*) from workflow.read_request where case_id is null")
                .query(Integer.class)
                .single();
    }

    private Person doctor(String id) {
        return person(id);
    }

    private Person person(String id) {
        return hub.a(People.class).find(id).orElseThrow();
    }

    private static ReadRequest byUid(ReadCase read, Priority priority) {
        return request(read.study().studyInstanceUid(), "", priority);
    }

    private static ReadRequest request(String uid, String accession, Priority priority) {
        return new ReadRequest(
                Optional.of(uid).filter(text -> !text.isEmpty()),
                Optional.of(accession).filter(text -> !text.isEmpty()),
                priority,
                "Bleeding?",
                "Fell from a ladder");
    }

    private void assertInvalid(String key, Person doctor, ReadRequest request) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> requests.ask(doctor, request))
                .satisfies(no -> {
                    assertThat(no.kind()).isEqualTo(Refused.Kind.INVALID);
                    assertThat(no.phrase().key()).isEqualTo(key);
                });
    }
}
