package org.radhub.report.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.registry.Refused.Kind.CONFLICT;
import static org.radhub.registry.Refused.Kind.INVALID;
import static org.radhub.registry.Refused.Kind.NOT_ALLOWED;
import static org.radhub.registry.Refused.Kind.NOT_FOUND;
import static org.radhub.report.testing.Refusals.refused;

import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radhub.report.Content;
import org.radhub.report.Reports;
import org.radhub.report.testing.CaseFile;
import org.radhub.report.testing.Hub;
import org.radhub.workflow.CaseState;

class DraftTest {
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

    @Test
    void a_draft_that_was_never_saved_is_empty_and_of_revision_0() {
        var draft = reports.draft(cases.opened("reader1"));
        assertThat(draft.revision()).isZero();
        assertThat(draft.findings() + draft.impression()).isEmpty();
    }

    @Test
    void what_was_saved_comes_back_letter_for_letter() {
        var id = cases.opened("reader1");
        var content = new Content("姓名：𠮷野家\n\t≥ 5 mm “x” <b>&amp;</b> 'é' 👍", "正常。", true);
        var saved = reports.save(id, "reader1", content, OptionalLong.of(0));
        assertThat(saved.revision()).isEqualTo(1);
        assertThat(reports.draft(id)).isEqualTo(saved);
        assertThat(saved.findings()).isEqualTo(content.findings());
        assertThat(saved.author()).isEqualTo("reader1");
        assertThat(saved.critical()).isTrue();
    }

    @Test
    void what_no_text_can_hold_is_dropped_and_line_ends_are_one() {
        var id = cases.opened("reader1");
        var saved = reports.save(
                id,
                "reader1",
                new Content("a\u0000b\u0007\r\nc\rd\u2028e\uD83D", "\u202Eok\uFFFF", false),
                OptionalLong.empty());
        assertThat(saved.findings()).isEqualTo("ab\nc\nd\ne\uFFFD");
        assertThat(saved.impression()).isEqualTo("ok");
        assertThat(reports.draft(id)).isEqualTo(saved);
    }

    @Test
    void a_writer_who_saw_an_older_revision_overwrites_nothing() {
        var id = cases.opened("reader1");
        reports.save(id, "reader1", new Content("first", "", false), OptionalLong.of(0));
        reports.save(id, "reader1", new Content("second", "", false), OptionalLong.of(1));
        refused(
                CONFLICT,
                "report.draft-changed",
                () -> reports.save(id, "reader1", new Content("late", "", false), OptionalLong.of(1)));
        refused(
                CONFLICT,
                "report.draft-changed",
                () -> reports.save(id, "reader1", new Content("late", "", false), OptionalLong.of(3)));
        assertThat(reports.draft(id).findings()).isEqualTo("second");
    }

    @Test
    void without_an_expected_revision_the_newest_save_stays() {
        var id = cases.opened("reader1");
        reports.save(id, "reader1", new Content("first", "", false), OptionalLong.empty());
        assertThat(reports.save(id, "reader1", new Content("second", "", false), OptionalLong.empty())
                        .revision())
                .isEqualTo(2);
    }

    @Test
    void only_the_current_reader_of_an_opened_case_writes() {
        var id = cases.opened("reader1");
        var content = new Content("x", "y", false);
        refused(
                NOT_ALLOWED,
                "report.not-current-reader",
                () -> reports.save(id, "reader2", content, OptionalLong.empty()));
        cases.put(id, CaseState.ASSIGNED, "reader1");
        refused(CONFLICT, "report.not-opened", () -> reports.save(id, "reader1", content, OptionalLong.empty()));
        cases.put(id, CaseState.WAITING, null);
        refused(
                NOT_ALLOWED,
                "report.not-current-reader",
                () -> reports.save(id, "reader1", content, OptionalLong.empty()));
        cases.put(id, CaseState.PRELIMINARY, "reader1");
        assertThat(reports.save(id, "reader1", content, OptionalLong.empty()).revision())
                .isEqualTo(1);
        refused(
                NOT_FOUND,
                "workflow.unknown-case",
                () -> reports.save(UUID.randomUUID(), "reader1", content, OptionalLong.empty()));
    }

    @Test
    void the_draft_survives_a_hand_off_and_the_next_reader_goes_on_with_it() {
        var id = cases.opened("reader1");
        reports.save(id, "reader1", new Content("half", "", false), OptionalLong.of(0));
        cases.put(id, CaseState.READING, "reader2");
        assertThat(reports.draft(id).author()).isEqualTo("reader1");
        var next = reports.save(id, "reader2", new Content("half and whole", "", false), OptionalLong.of(1));
        assertThat(next.author()).isEqualTo("reader2");
        refused(
                NOT_ALLOWED,
                "report.not-current-reader",
                () -> reports.save(id, "reader1", new Content("mine!", "", false), OptionalLong.of(2)));
    }

    @Test
    void a_text_may_be_as_long_as_promised_and_not_a_character_longer() {
        var id = cases.opened("reader1");
        var longest = "𠮷".repeat(ReportingDesk.FINDINGS);
        reports.save(id, "reader1", new Content(longest, "", false), OptionalLong.empty());
        assertThat(reports.draft(id).findings()).isEqualTo(longest);
        refused(
                INVALID,
                "report.findings-too-long",
                () -> reports.save(id, "reader1", new Content(longest + "x", "", false), OptionalLong.empty()));
        refused(
                INVALID,
                "report.impression-too-long",
                () -> reports.save(
                        id,
                        "reader1",
                        new Content("", "x".repeat(ReportingDesk.IMPRESSION + 1), false),
                        OptionalLong.empty()));
    }

    @Test
    void a_missing_text_is_an_empty_one() {
        assertThat(new Content(null, null, false)).isEqualTo(new Content("", "", false));
    }
}
