package org.radhub.app.pages;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radhub.storage.Patient;

/**
 * A patient as pages show one.
 *
 * @param name the ideographic name where there is one; empty when the study names nobody
 * @param latin the alphabetic name, where the first is not that
 * @param sex M, F, O, or empty
 * @param age at the study; unit {@code YEARS}, {@code MONTHS} or {@code DAYS}
 * @param birthDate {@code 1980-02-29}, or as sent
 */
record PatientLine(
        String name,
        Optional<String> latin,
        String id,
        String issuer,
        String sex,
        Optional<Age> age,
        String birthDate) {
    private static final int MONTHS_UNTIL = 36;
    private static final int DAYS_UNTIL = 60;

    /** Chinese names are written without the space that DICOM's components leave. */
    private static final Pattern HAN_WITH_SPACES = Pattern.compile("[\\p{IsHan}·• ]+");

    enum Unit {
        YEARS,
        MONTHS,
        DAYS
    }

    record Age(long count, Unit unit) {}

    static PatientLine of(Patient patient, String studyDate) {
        var name = HAN_WITH_SPACES.matcher(patient.displayName()).matches()
                ? patient.displayName().replace(" ", "")
                : patient.displayName();
        var latin = alphabetic(patient.name());
        return new PatientLine(
                name,
                Optional.of(latin).filter(other -> !other.isBlank() && !other.equals(name)),
                patient.id(),
                patient.issuer(),
                sex(patient.sex()),
                age(patient.birthDate(), studyDate),
                day(patient.birthDate()));
    }

    private static String alphabetic(String name) {
        return name.split("=", -1)[0].replace('^', ' ').strip().replaceAll(" +", " ");
    }

    private static String sex(String sent) {
        var sex = sent.strip();
        return sex.equals("M") || sex.equals("F") || sex.equals("O") ? sex : "";
    }

    /** DICOM's yyyyMMdd as 2026-11-22; anything else as it is. */
    static String day(String sent) {
        return date(sent).map(LocalDate::toString).orElse(sent);
    }

    /** As a paediatric reader wants it: days at first, then months, then years. */
    private static Optional<Age> age(String birthDate, String studyDate) {
        var born = date(birthDate);
        var seen = date(studyDate);
        if (born.isEmpty() || seen.isEmpty() || seen.get().isBefore(born.get())) {
            return Optional.empty();
        }
        var days = ChronoUnit.DAYS.between(born.get(), seen.get());
        if (days < DAYS_UNTIL) {
            return Optional.of(new Age(days, Unit.DAYS));
        }
        var months = ChronoUnit.MONTHS.between(born.get(), seen.get());
        if (months < MONTHS_UNTIL) {
            return Optional.of(new Age(months, Unit.MONTHS));
        }
        return Optional.of(new Age(ChronoUnit.YEARS.between(born.get(), seen.get()), Unit.YEARS));
    }

    private static Optional<LocalDate> date(String sent) {
        try {
            return Optional.of(LocalDate.parse(sent.strip(), DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
