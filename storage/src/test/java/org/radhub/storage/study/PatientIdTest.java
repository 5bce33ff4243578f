package org.radhub.storage.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientIdTest {
    @ParameterizedTest
    @CsvSource({
        "1001, '', 1001, '', false",
        "1001, '', 1001, H, false",
        "1001, H, 1001, '', false",
        "1001, H, 1001, H, false",
        "1001, H, 1001, K, true",
        "1001, H, 1002, H, true",
        "1001, '', 1002, H, true",
        "'', H, 1001, K, false",
        "1001, H, '', K, false"
    })
    void what_is_left_out_makes_no_other_patient(
            String id, String issuer, String otherId, String otherIssuer, boolean another) {
        assertThat(new PatientId(id, issuer).isAnother(new PatientId(otherId, otherIssuer)))
                .isEqualTo(another);
    }
}
