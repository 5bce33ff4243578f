package org.radhub.workflow.cases;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.radhub.registry.Sites;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.process.Facts;
import org.springframework.stereotype.Component;

/** Puts together what the tables decide from. What a scanner sent may be missing or nonsense; then it is unknown. */
@Component
public class FactsOfCase {
    private static final int UNKNOWN_AGE = -1;
    private static final int OLDEST = 130;
    private static final int LONGEST_TEXT = 500;

    private final Sites sites;

    FactsOfCase(Sites sites) {
        this.sites = sites;
    }

    public Facts of(ReadCase read, Optional<Priority> requested) {
        var anatomy = (read.bodyPart() + " " + read.description()).toUpperCase(Locale.ROOT);
        return new Facts(
                requested,
                read.modality(),
                anatomy.length() > LONGEST_TEXT ? anatomy.substring(0, LONGEST_TEXT) : anatomy,
                sites.find(read.site()).map(site -> site.kind().name()).orElse(""),
                age(read.patient().birthDate(), read.studyDate()));
    }

    static int age(String birthDate, String studyDate) {
        var born = date(birthDate);
        var studied = date(studyDate);
        if (born.isEmpty() || studied.isEmpty() || studied.get().isBefore(born.get())) {
            return UNKNOWN_AGE;
        }
        var years = ChronoUnit.YEARS.between(born.get(), studied.get());
        return years > OLDEST ? UNKNOWN_AGE : (int) years;
    }

    /** A DA value (PS3.5 6.2). */
    private static Optional<LocalDate> date(String value) {
        try {
            return Optional.of(LocalDate.parse(value.strip(), DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
