package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radhub.router.ExpectedExam;
import org.radhub.router.ExpectedExams;
import org.radhub.storage.Patient;
import org.springframework.beans.factory.annotation.Autowired;

class ReadRequestApiTest extends HubOnTheWeb {
    @Autowired
    private ExpectedExams worklist;

    @Test
    void what_is_said_of_an_exam_that_is_still_to_be_made_is_on_the_worklist_of_the_doctors_hospital()
            throws Exception {
        var at = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var answer = ask("""
                {"accessionNumber": "API-1", "clinicalQuestion": "Stroke?", "patientId": "P7",
                 "patientName": "ZHANG^WEI=张^伟", "patientBirthDate": "1970-05-01", "patientSex": "M",
                 "modality": "MR", "procedure": "头颅磁共振", "scheduledAt": "%s"}""".formatted(at));

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        var exam = expected("API-1");
        assertThat(exam.patient()).isEqualTo(new Patient("P7", "", "ZHANG^WEI=张^伟", "19700501", "M"));
        assertThat(exam.modality()).isEqualTo("MR");
        assertThat(exam.procedure()).isEqualTo("头颅磁共振");
        assertThat(exam.scheduledAt()).contains(at);
    }

    @Test
    void a_request_that_says_nothing_of_the_exam_is_taken_as_ever() throws Exception {
        var answer = ask("{\"accessionNumber\": \"API-2\", \"priority\": \"stat\", \"clinicalQuestion\": \"Stroke?\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(expected("API-2").patient().id()).isEmpty();
        assertThat(expected("API-2").scheduledAt()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "patientId, P\\\\7",
        "patientName, a\\u0007",
        "patientBirthDate, 01.05.1970",
        "patientSex, male",
        "modality, Röntgen",
        "procedure, a\\nb",
        "scheduledAt, tomorrow"
    })
    void what_no_worklist_can_hold_is_refused(String field, String value) throws Exception {
        var answer = ask("{\"accessionNumber\": \"API-3\", \"" + field + "\": \"" + value + "\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }

    private ExpectedExam expected(String accession) {
        return worklist.of("COUNTYA").stream()
                .filter(exam -> exam.accessionNumber().equals(accession))
                .findAny()
                .orElseThrow();
    }

    private RawHttp.Answer ask(String body) throws Exception {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return hub().ask(
                        "POST /api/read-requests HTTP/1.1\nContent-Type: application/json\nContent-Length: "
                                + bytes.length + as("countya"),
                        out -> out.write(bytes));
    }
}
