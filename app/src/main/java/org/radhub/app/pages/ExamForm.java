package org.radhub.app.pages;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Patient;
import org.radhub.workflow.PlannedExam;

/**
 * The fields of an exam that is still to be made. What a form does not send is empty.
 *
 * @param patientBirthDate as a date field sends it
 * @param scheduledAt as a field for date and time sends it: in the region's zone
 */
record ExamForm(
        String patientId,
        String patientName,
        String patientBirthDate,
        String patientSex,
        String modality,
        String procedure,
        String scheduledAt) {

    ExamForm {
        patientId = Given.text(patientId);
        patientName = Given.text(patientName);
        patientBirthDate = Given.text(patientBirthDate);
        patientSex = Given.text(patientSex);
        modality = Given.text(modality);
        procedure = Given.text(procedure);
        scheduledAt = Given.text(scheduledAt);
    }

    PlannedExam exam(ZoneId zone) {
        var born = parsed(patientBirthDate, LocalDate::parse, "workflow.refused.bad-birth-date");
        var scheduled = parsed(scheduledAt, LocalDateTime::parse, "workflow.refused.bad-scheduled-time");
        return new PlannedExam(
                new Patient(
                        patientId,
                        "",
                        patientName,
                        born.map(DateTimeFormatter.BASIC_ISO_DATE::format).orElse(""),
                        patientSex),
                modality,
                procedure,
                scheduled.map(at -> at.atZone(zone).toInstant()));
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parse, String otherwise) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text.strip()));
        } catch (DateTimeException e) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(otherwise));
        }
    }
}
