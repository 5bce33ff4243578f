package org.radhub.workflow.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadAsTest {
    @ParameterizedTest
    @CsvSource({
        "CT;SR, CT",
        "CT;PT, PT",
        "CT;NM, NM",
        "SR, SR",
        "KO;PR;US, US",
        "OT;SR;VIDEO, VIDEO",
        "DX;MG, MG",
        "CR, CR"
    })
    void a_study_is_read_as_the_modality_whose_reader_has_to_be_found(String modalities, String readAs) {
        assertThat(Modality.readAs(List.of(modalities.split(";")))).isEqualTo(readAs);
    }

    @Test
    void a_study_without_a_modality_is_read_as_none() {
        assertThat(Modality.readAs(List.of())).isEmpty();
        assertThat(Modality.readAs(List.of("", " "))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20200101, 20261101, 6",
        "20261031, 20261101, 0",
        "19261102, 20261101, 99",
        "'', 20261101, -1",
        "nonsense, 20261101, -1",
        "20261301, 20261101, -1",
        "d14a028c2a3a2bc9476102bb288234c415a2b01f, 20261101, -1",
        "20270101, 20261101, -1",
        "10000101, 20261101, -1",
        "19700101, '', -1",
    })
    void an_age_that_cannot_be_known_is_unknown(String birthDate, String studyDate, int age) {
        assertThat(FactsOfCase.age(birthDate, studyDate)).isEqualTo(age);
    }
}
