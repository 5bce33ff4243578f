package org.radhub.report.print;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How old a patient was on the day of the study: in days before the first month is over, in months up to two years, then in years; as (0010,1010) would say
 * it.
 */
record Age(long number, ChronoUnit unit) {
    private static final int MONTHS_SHOWN = 24;
    private static final int OLDEST = 150;

    /**
     * @param birthDate (0010,0030) DA, yyyyMMdd
     * @param studyDate (0008,0020) DA
     * @return empty if either is no date, or they do not go together
     */
    static Optional<Age> at(String birthDate, String studyDate) {
        return date(birthDate).flatMap(birth -> date(studyDate).flatMap(study -> between(birth, study)));
    }

    private static Optional<Age> between(LocalDate birth, LocalDate study) {
        var years = ChronoUnit.YEARS.between(birth, study);
        if (study.isBefore(birth) || years > OLDEST) {
            return Optional.empty();
        }
        var months = ChronoUnit.MONTHS.between(birth, study);
        if (months == 0) {
            return Optional.of(new Age(ChronoUnit.DAYS.between(birth, study), ChronoUnit.DAYS));
        }
        return Optional.of(
                months < MONTHS_SHOWN ? new Age(months, ChronoUnit.MONTHS) : new Age(years, ChronoUnit.YEARS));
    }

    /** A DA value; also in the form of ACR-NEMA, yyyy.MM.dd, that old devices still send (PS3.5, 6.2). Empty if it is no date. */
    static Optional<LocalDate> date(String value) {
        var digits = value.strip().replace(".", "");
        if (!digits.matches("[0-9]{8}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
