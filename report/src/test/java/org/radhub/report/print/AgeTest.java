package org.radhub.report.print;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MONTHS;
import static java.time.temporal.ChronoUnit.YEARS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgeTest {
    @Test
    void it_is_the_age_on_the_day_of_the_study() {
        assertThat(Age.at("19580314", "20261120")).contains(new Age(68, YEARS));
        assertThat(Age.at("19581121", "20261120")).contains(new Age(67, YEARS));
        assertThat(Age.at("19581120", "20261120")).contains(new Age(68, YEARS));
        assertThat(Age.at("20000229", "20260228")).contains(new Age(25, YEARS));
        assertThat(Age.at("20000229", "20260301")).contains(new Age(26, YEARS));
    }

    @Test
    void small_children_are_so_many_months_and_the_newborn_so_many_days_old() {
        assertThat(Age.at("20261120", "20261120")).contains(new Age(0, DAYS));
        assertThat(Age.at("20261024", "20261120")).contains(new Age(27, DAYS));
        assertThat(Age.at("20261020", "20261120")).contains(new Age(1, MONTHS));
        assertThat(Age.at("20241121", "20261120")).contains(new Age(23, MONTHS));
        assertThat(Age.at("20241120", "20261120")).contains(new Age(2, YEARS));
    }

    @Test
    void of_four_weeks_and_not_yet_a_month_it_is_said_in_days() {
        assertThat(Age.at("20261023", "20261120")).contains(new Age(28, DAYS));
        assertThat(Age.at("20261021", "20261120")).contains(new Age(30, DAYS));
    }

    @Test
    void where_the_dates_say_nothing_sensible_there_is_no_age() {
        assertThat(Age.at("", "20261120")).isEmpty();
        assertThat(Age.at("19580314", "")).isEmpty();
        assertThat(Age.at("20270101", "20261120")).isEmpty();
        assertThat(Age.at("18000101", "20261120")).isEmpty();
        assertThat(Age.at("19580231", "20261120")).isEmpty();
        assertThat(Age.at("１９５８0314", "20261120")).isEmpty();
        assertThat(Age.at("1958", "20261120")).isEmpty();
    }

    @Test
    void dates_of_old_devices_are_understood() {
        assertThat(Age.at("1958.03.14", "2026.11.20")).contains(new Age(68, YEARS));
    }
}
