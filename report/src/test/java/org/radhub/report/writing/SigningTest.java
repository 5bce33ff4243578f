package org.radhub.report.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.radhub.registry.Refused.Kind.CONFLICT;
import static org.radhub.registry.Refused.Kind.INVALID;
import static org.radhub.registry.Refused.Kind.NOT_ALLOWED;
import static org.radhub.report.testing.Refusals.refused;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.People;
import org.radhub.registry.Refused;
import org.radhub.report.Content;
import org.radhub.report.Delivery;
import org.radhub.report.ReportKind;
import org.radhub.report.ReportVersion;
import org.radhub.report.Reports;
import org.radhub.report.issued.Versions;
import org.radhub.report.testing.CaseFile;
import org.radhub.report.testing.Hub;
import org.radhub.workflow.CaseState;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

class SigningTest {
    private static final Content CONTENT = new Content("No bleeding.\n未见出血。", "Normal. 正常。", true);

    private static Hub hub;
    private static Reports reports;
    private static CaseFile cases;

    @BeforeAll
    static void open() {
        hub = Hub.onNewDatabase();
        reports = hub.reports();
        cases = hub.cases();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    /** Nobody is kept waiting for another test's wrong passwords. */
    @BeforeEach
    void later() {
        hub.clock().advance(Duration.ofMinutes(11));
    }

    private UUID written() {
        var id = cases.opened("reader1");
        reports.save(id, "reader1", CONTENT, OptionalLong.of(0));
        return id;
    }

    @Test
    void signing_makes_the_final_version_moves_the_case_and_queues_the_delivery() {
        var id = written();
        var signed = reports.sign(id, "reader1", Hub.PASSWORD);
        assertThat(signed.kind()).isEqualTo(ReportKind.FINAL);
        assertThat(signed.number()).isEqualTo(1);
        assertThat(signed.content()).isEqualTo(CONTENT);
        assertThat(signed.author()).isEqualTo("reader1");
        assertThat(signed.at()).isEqualTo(hub.clock().instant());
        assertThat(reports.current(id)).contains(signed);
        assertThat(cases.lines(id)).containsExactly("SIGNED 1 reader1");
        assertThat(hub.deliveries().ofCase(id))
                .singleElement()
                .returns("COUNTYA", Delivery::recipientSite)
                .returns("page", Delivery::road)
                .returns(1, Delivery::version);
    }

    @Test
    void a_preliminary_report_keeps_the_case_with_its_reader_and_goes_nowhere() {
        var id = written();
        var first = reports.preliminary(id, "reader1");
        reports.save(id, "reader1", new Content("more", "x", false), OptionalLong.of(1));
        var second = reports.preliminary(id, "reader1");
        var signed = reports.sign(id, "reader1", Hub.PASSWORD);
        assertThat(reports.versions(id)).containsExactly(first, second, signed);
        assertThat(reports.versions(id)).extracting(ReportVersion::number).containsExactly(1, 2, 3);
        assertThat(hub.deliveries().ofCase(id)).extracting(Delivery::version).containsExactly(3);
    }

    @Test
    void nothing_is_given_as_preliminary_before_something_is_written() {
        var id = cases.opened("reader1");
        refused(INVALID, "report.nothing-written", () -> reports.preliminary(id, "reader1"));
    }

    @Test
    void a_report_without_an_impression_is_not_signed() {
        var id = cases.opened("reader1");
        reports.save(id, "reader1", new Content("findings", " \n", false), OptionalLong.of(0));
        refused(INVALID, "report.impression-empty", () -> reports.sign(id, "reader1", Hub.PASSWORD));
        assertThat(cases.state(id)).isEqualTo(CaseState.READING);
    }

    @Test
    void what_is_signed_is_the_draft_that_the_signer_saw() {
        var id = written();
        reports.save(id, "reader1", new Content("other tab", "other tab", false), OptionalLong.of(1));
        refused(CONFLICT, "report.draft-changed", () -> reports.sign(id, "reader1", Hub.PASSWORD, OptionalLong.of(1)));
        assertThat(reports.sign(id, "reader1", Hub.PASSWORD, OptionalLong.of(2))
                        .content()
                        .findings())
                .isEqualTo("other tab");
    }

    @Test
    void another_reader_signs_nothing() {
        var id = written();
        refused(NOT_ALLOWED, "report.not-current-reader", () -> reports.sign(id, "reader2", Hub.PASSWORD));
        assertThat(reports.versions(id)).isEmpty();
    }

    @Test
    void a_signed_report_is_not_written_any_more() {
        var id = written();
        reports.sign(id, "reader1", Hub.PASSWORD);
        refused(CONFLICT, "report.already-signed", () -> reports.save(id, "reader1", CONTENT, OptionalLong.empty()));
        refused(CONFLICT, "report.already-signed", () -> reports.preliminary(id, "reader1"));
        refused(CONFLICT, "report.already-signed", () -> reports.sign(id, "reader1", Hub.PASSWORD));
    }

    @Test
    void of_many_who_sign_at_once_one_signs_and_the_others_are_told_so() throws Exception {
        var id = written();
        int signers = 8;
        var start = new CyclicBarrier(signers);
        Callable<ReportVersion> sign = () -> {
            start.await();
            return reports.sign(id, "reader1", Hub.PASSWORD);
        };
        var pool = Executors.newFixedThreadPool(signers);
        var signed = new ArrayList<ReportVersion>();
        var refusals = new ArrayList<Refused.Kind>();
        try {
            for (var answer : pool.invokeAll(Collections.nCopies(signers, sign))) {
                try {
                    signed.add(answer.get());
                } catch (ExecutionException e) {
                    refusals.add(((Refused) e.getCause()).kind());
                }
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(signed).hasSize(1);
        assertThat(refusals).hasSize(signers - 1).containsOnly(CONFLICT);
        assertThat(reports.versions(id)).isEqualTo(signed);
        assertThat(hub.deliveries().ofCase(id)).hasSize(1);
        assertThat(cases.lines(id)).hasSize(1);
    }

    @Test
    void if_the_case_cannot_move_nothing_is_signed_and_nothing_is_sent() {
        var id = written();
        hub.jdbc()
                .sql("alter table case_file add constraint no_signing check (state <> 'SIGNED') not valid")
                .update();
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> reports.sign(id, "reader1", Hub.PASSWORD));
        assertThat(reports.versions(id)).isEmpty();
        assertThat(hub.deliveries().ofCase(id)).isEmpty();
        assertThat(reports.draft(id).revision()).isEqualTo(1);
        hub.jdbc().sql("alter table case_file drop constraint no_signing").update();
        assertThat(reports.sign(id, "reader1", Hub.PASSWORD).number()).isEqualTo(1);
    }

    @Test
    void the_database_itself_refuses_to_change_or_delete_a_version() {
        var id = written();
        var signed = reports.sign(id, "reader1", Hub.PASSWORD);
        for (var change : new String[] {
            "update report.report_version set findings = 'other'",
            "update report.report_version set at = now()",
            "delete from report.report_version",
            "truncate report.report_version cascade"
        }) {
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> hub.jdbc().sql(change).update())
                    .withMessageContaining("report.report_version never changes");
        }
        assertThat(reports.versions(id)).containsExactly(signed);
    }

    @Test
    void the_digest_is_that_of_the_canonical_text_which_says_all_that_was_signed() throws Exception {
        var id = written();
        var signed = reports.sign(id, "reader1", Hub.PASSWORD);
        var issue = hub.a(Versions.class).issuesOf(id).get(0);
        var digest =
                MessageDigest.getInstance("SHA-256").digest(issue.canonical().getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(signed.sha256());
        assertThat(issue.canonical())
                .startsWith(
                        "{\"at\":\"" + hub.clock().instant() + "\",\"author\":\"reader1\",\"caseId\":\"" + id
                                + "\",\"critical\":true,"
                                + "\"findings\":\"No bleeding.\\n未见出血。\",\"format\":\"radhub-report-1\",\"id\":\""
                                + signed.id()
                                + "\",\"impression\":\"Normal. 正常。\",\"kind\":\"FINAL\",\"number\":1,\"subject\":{\"accessionNumber\":")
                .contains("\"patientName\":\"Zhang^Wei=张^伟\"");
        assertThat(issue.subject().patientName()).isEqualTo("Zhang^Wei=张^伟");
    }

    @Test
    void a_patient_renamed_after_signing_stays_in_the_signed_version_as_signed() {
        var id = written();
        reports.sign(id, "reader1", Hub.PASSWORD);
        var before = hub.a(Versions.class).issuesOf(id);
        hub.jdbc()
                .sql("update case_file set patient = array['A-1001','COUNTYA','Li^Si','',''] where id = ?")
                .param(id)
                .update();
        assertThat(hub.a(Versions.class).issuesOf(id)).isEqualTo(before);
    }

    @Test
    void a_wrong_password_signs_nothing() {
        var id = written();
        refused(NOT_ALLOWED, "report.password-wrong", () -> reports.sign(id, "reader1", "radhub-tesT"));
        assertThat(reports.versions(id)).isEmpty();
        assertThat(reports.sign(id, "reader1", Hub.PASSWORD).number()).isEqualTo(1);
    }

    @Test
    void after_five_wrong_passwords_in_ten_minutes_even_the_right_one_waits() {
        var id = written();
        for (int i = 0; i < 4; i++) {
            refused(NOT_ALLOWED, "report.password-wrong", () -> reports.sign(id, "reader1", "wrong-wrong"));
            hub.clock().advance(Duration.ofMinutes(1));
        }
        refused(NOT_ALLOWED, "report.password-locked", () -> reports.sign(id, "reader1", "wrong-wrong"));
        refused(NOT_ALLOWED, "report.password-locked", () -> reports.sign(id, "reader1", Hub.PASSWORD));
        hub.clock().advance(Duration.ofMinutes(5).plusSeconds(59));
        refused(NOT_ALLOWED, "report.password-locked", () -> reports.sign(id, "reader1", Hub.PASSWORD));
        hub.clock().advance(Duration.ofSeconds(2));
        assertThat(reports.sign(id, "reader1", Hub.PASSWORD).number()).isEqualTo(1);
    }

    @Test
    void guessing_at_once_gives_no_more_tries_than_guessing_in_turn() throws Exception {
        var id = written();
        int guesses = 20;
        var start = new CyclicBarrier(guesses);
        var pool = Executors.newFixedThreadPool(guesses);
        var keys = new ArrayList<String>();
        try {
            Callable<ReportVersion> guess = () -> {
                start.await();
                return reports.sign(id, "reader1", "wrong-wrong");
            };
            for (var answer : pool.invokeAll(Collections.nCopies(guesses, guess))) {
                try {
                    answer.get();
                } catch (ExecutionException e) {
                    keys.add(((Refused) e.getCause()).phrase().key());
                }
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(keys).filteredOn("report.password-wrong"::equals).hasSize(4);
        assertThat(keys).filteredOn("report.password-locked"::equals).hasSize(guesses - 4);
    }

    @Test
    void an_addendum_stands_beside_the_report_that_it_adds_to() {
        var id = written();
        var signed = reports.sign(id, "reader1", Hub.PASSWORD);
        var addendum = reports.addendum(id, "reader1", "Compared with 2024: unchanged.", Hub.PASSWORD);
        assertThat(reports.versions(id)).containsExactly(signed, addendum);
        assertThat(addendum.kind()).isEqualTo(ReportKind.ADDENDUM);
        assertThat(addendum.content()).isEqualTo(new Content("Compared with 2024: unchanged.", "", true));
        assertThat(hub.deliveries().ofCase(id)).extracting(Delivery::version).containsExactly(1, 2);
    }

    @Test
    void an_addendum_is_for_the_signer_or_a_senior() {
        var id = written();
        refused(CONFLICT, "report.not-signed-yet", () -> reports.addendum(id, "reader1", "x", Hub.PASSWORD));
        reports.sign(id, "reader1", Hub.PASSWORD);
        refused(NOT_ALLOWED, "report.addendum-not-allowed", () -> reports.addendum(id, "reader2", "x", Hub.PASSWORD));
        refused(NOT_ALLOWED, "report.addendum-not-allowed", () -> reports.addendum(id, "countya", "x", Hub.PASSWORD));
        refused(NOT_ALLOWED, "report.password-wrong", () -> reports.addendum(id, "senior1", "x", "wrong-wrong"));
        refused(INVALID, "report.addendum-empty", () -> reports.addendum(id, "senior1", "\n ", Hub.PASSWORD));
        assertThat(reports.addendum(id, "senior1", "x", Hub.PASSWORD).author()).isEqualTo("senior1");
    }

    @Test
    void who_signed_what_stands_in_the_audit_trail() {
        var id = written();
        var signed = reports.sign(id, "reader1", Hub.PASSWORD);
        var trail = hub.a(AuditTrail.class);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(trail.latest(0, 200)).anySatisfy(entry -> {
                    assertThat(entry.access().action()).isEqualTo(AuditAction.REPORT_SIGNED);
                    assertThat(entry.access().actor()).isEqualTo("reader1");
                    assertThat(entry.access().detail()).contains(signed.sha256(), id.toString());
                }));
    }

    @Test
    void a_disabled_reader_signs_nothing() {
        var id = written();
        hub.a(People.class).setEnabled("reader1", false);
        refused(NOT_ALLOWED, "report.password-wrong", () -> reports.sign(id, "reader1", Hub.PASSWORD));
        hub.a(People.class).setEnabled("reader1", true);
        assertThat(reports.sign(id, "reader1", Hub.PASSWORD).number()).isEqualTo(1);
    }
}
