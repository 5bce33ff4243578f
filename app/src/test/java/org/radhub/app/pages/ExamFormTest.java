package org.radhub.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Refused;
import org.radhub.storage.Patient;
import org.radhub.workflow.PlannedExam;

class ExamFormTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Test
    void the_form_says_whom_to_examine_and_when_by_the_clock_on_the_wall() {
        var form = new ExamForm(" P7 ", "ZHANG^WEI=张^伟", "1970-05-01", "M", "CT", "CT head", "2026-03-02T14:30");

        assertThat(form.exam(ZONE))
                .isEqualTo(new PlannedExam(
                        new Patient("P7", "", "ZHANG^WEI=张^伟", "19700501", "M"),
                        "CT",
                        "CT head",
                        Optional.of(Instant.parse("2026-03-02T06:30:00Z"))));
    }

    @Test
    void a_form_that_was_left_folded_says_nothing() {
        assertThat(new ExamForm(null, "", null, "", null, " ", null).exam(ZONE)).isEqualTo(PlannedExam.NOTHING_SAID);
    }

    @Test
    void a_date_that_is_none_is_said() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> new ExamForm("", "", "yesterday", "", "", "", "").exam(ZONE));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> new ExamForm("", "", "", "", "", "", "soon").exam(ZONE));
    }
}
