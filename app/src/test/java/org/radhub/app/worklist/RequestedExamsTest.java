package org.radhub.app.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radhub.router.ExpectedExam;
import org.radhub.storage.Patient;
import org.radhub.workflow.AwaitedStudies;
import org.radhub.workflow.AwaitedStudy;
import org.radhub.workflow.PlannedExam;
import org.radhub.workflow.Priority;

class RequestedExamsTest {
    private static final UUID ID = new UUID(1, 2);
    private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void what_doctors_wait_for_is_on_the_worklist_in_the_words_of_the_standard() {
        AwaitedStudies awaited = site -> List.of(
                study(site, "1.2", "", Priority.STAT),
                study(site, "", "A1", Priority.URGENT),
                study(site, "1.3", "A2", Priority.ROUTINE));

        assertThat(new RequestedExams(awaited).of("COUNTYA"))
                .containsExactly(
                        new ExpectedExam(ID, "1.2", "", "STAT", "Bleeding?", AT),
                        new ExpectedExam(ID, "", "A1", "HIGH", "Bleeding?", AT),
                        new ExpectedExam(ID, "1.3", "A2", "ROUTINE", "Bleeding?", AT));
    }

    @Test
    void what_the_doctor_said_of_the_exam_goes_with_it() {
        var patient = new Patient("P7", "", "ZHANG^WEI=张^伟", "19700501", "M");
        var planned = new PlannedExam(patient, "CT", "CT head", Optional.of(AT.plusSeconds(60)));
        AwaitedStudies awaited =
                site -> List.of(new AwaitedStudy(ID, site, "", "A1", Priority.STAT, "Bleeding?", planned, AT));

        assertThat(new RequestedExams(awaited).of("COUNTYA"))
                .containsExactly(new ExpectedExam(
                        ID,
                        "",
                        "A1",
                        "STAT",
                        "Bleeding?",
                        patient,
                        "CT",
                        "CT head",
                        Optional.of(AT.plusSeconds(60)),
                        AT));
    }

    private static AwaitedStudy study(String site, String uid, String accession, Priority priority) {
        return new AwaitedStudy(ID, site, uid, accession, priority, "Bleeding?", PlannedExam.NOTHING_SAID, AT);
    }
}
