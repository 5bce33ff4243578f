package org.radhub.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.radhub.storage.Patient;

class PatientLineTest {
    @Test
    void the_ideographic_name_comes_first_without_the_space_of_its_components() {
        var line = named("Ouyang^Xiaoming=欧阳^晓明");

        assertThat(line.name()).isEqualTo("欧阳晓明");
        assertThat(line.latin()).contains("Ouyang Xiaoming");
    }

    @Test
    void a_name_in_one_script_is_shown_once_and_keeps_its_spaces() {
        assertThat(named("Smith^John^A").name()).isEqualTo("Smith John A");
        assertThat(named("Smith^John^A").latin()).isEmpty();
        assertThat(named("山田^太郎 Jr").name()).isEqualTo("山田 太郎 Jr");
        assertThat(named("").name()).isEmpty();
    }

    @Test
    void an_age_is_told_in_days_then_months_then_years() {
        assertThat(born("20261101")).contains(new PatientLine.Age(21, PatientLine.Unit.DAYS));
        assertThat(born("20250301")).contains(new PatientLine.Age(20, PatientLine.Unit.MONTHS));
        assertThat(born("19801123")).contains(new PatientLine.Age(45, PatientLine.Unit.YEARS));
        assertThat(born("19801122")).contains(new PatientLine.Age(46, PatientLine.Unit.YEARS));
    }

    @Test
    void an_age_that_cannot_be_known_is_not_told() {
        assertThat(born("")).isEmpty();
        assertThat(born("1980")).isEmpty();
        assertThat(born("20270101")).isEmpty();
        assertThat(born("19801399")).isEmpty();
    }

    private static PatientLine named(String name) {
        return PatientLine.of(new Patient("1", "", name, "", ""), "20261122");
    }

    private static Optional<PatientLine.Age> born(String date) {
        return PatientLine.of(new Patient("1", "", "A^B", date, "M"), "20261122")
                .age();
    }
}
