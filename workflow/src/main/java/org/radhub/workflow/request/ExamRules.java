package org.radhub.workflow.request;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Patient;
import org.radhub.workflow.PlannedExam;

/** What a doctor may say of an exam: what fits the attributes of the modality worklist (PS3.5 6.2). */
final class ExamRules {
    private static final int LONGEST = 64;
    private static final int MOST_GROUPS = 3;
    private static final int MOST_COMPONENTS = 5;
    private static final Pattern SEX = Pattern.compile("[MFO]?");
    private static final Pattern MODALITY = Pattern.compile("[A-Z0-9_ ]{0,16}");
    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1850, 1, 1);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    private ExamRules() {}

    /** The exam without blanks around what is said of it. */
    static PlannedExam checked(PlannedExam exam, Instant now) {
        var patient = exam.patient();
        var stripped = new Patient(
                patient.id().strip(),
                patient.issuer().strip(),
                patient.name().strip(),
                patient.birthDate().strip(),
                patient.sex().strip().toUpperCase(Locale.ROOT));
        var modality = exam.modality().strip().toUpperCase(Locale.ROOT);
        var procedure = exam.procedure().strip();
        must(isText(stripped.id()), "workflow.refused.bad-patient-id", LONGEST);
        must(isText(stripped.issuer()), "workflow.refused.bad-patient-id", LONGEST);
        must(isName(stripped.name()), "workflow.refused.bad-patient-name", LONGEST);
        must(isBirthDate(stripped.birthDate(), now), "workflow.refused.bad-birth-date");
        must(SEX.matcher(stripped.sex()).matches(), "workflow.refused.bad-sex");
        must(MODALITY.matcher(modality).matches(), "workflow.refused.bad-modality");
        must(isText(procedure), "workflow.refused.bad-procedure", LONGEST);
        must(
                exam.scheduledAt()
                        .map(at -> Duration.between(now, at).abs().compareTo(FARTHEST) <= 0)
                        .orElse(true),
                "workflow.refused.bad-scheduled-time");
        return new PlannedExam(stripped, modality, procedure, exam.scheduledAt());
    }

    private static boolean isText(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST && isPrintable(text);
    }

    /** Half of a surrogate pair is no character. */
    private static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(point -> point == '\\'
                        || Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE);
    }

    private static boolean isName(String name) {
        var groups = name.split("=", -1);
        if (groups.length > MOST_GROUPS) {
            return false;
        }
        for (var group : groups) {
            if (!isText(group) || group.split("\\^", -1).length > MOST_COMPONENTS) {
                return false;
            }
        }
        return true;
    }

    /** Somewhere it is tomorrow already. */
    private static boolean isBirthDate(String date, Instant now) {
        if (date.isEmpty()) {
            return true;
        }
        try {
            var born = LocalDate.parse(date, DATE);
            return !born.isBefore(EARLIEST_BIRTH)
                    && !born.isAfter(now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static void must(boolean holds, String key, Object... args) {
        if (!holds) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(key, args));
        }
    }
}
