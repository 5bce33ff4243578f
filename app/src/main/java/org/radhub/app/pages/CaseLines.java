package org.radhub.app.pages;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Times;
import org.radhub.workflow.ReadCase;
import org.springframework.stereotype.Component;

/** Makes the lines that lists of cases are made of. */
@Component
class CaseLines {
    private static final Duration SOON = Duration.ofMinutes(15);

    private final Phrases phrases;
    private final Times times;
    private final Names names;

    CaseLines(Phrases phrases, Times times, Names names) {
        this.phrases = phrases;
        this.times = times;
        this.names = names;
    }

    List<CaseLine> of(List<ReadCase> cases, Locale locale) {
        return cases.stream().map(found -> of(found, locale)).toList();
    }

    CaseLine of(ReadCase found, Locale locale) {
        return new CaseLine(
                found.id(),
                found.study().studyInstanceUid(),
                found.priority(),
                found.state(),
                timeLeft(found, locale),
                times.brief(found.deadline()),
                PatientLine.of(found.patient(), found.studyDate()),
                found.accessionNumber(),
                found.modality(),
                found.bodyPart(),
                found.description(),
                PatientLine.day(found.studyDate()),
                found.site(),
                names.ofSite(found.site(), locale),
                found.instances(),
                found.lateInstances(),
                times.brief(found.createdAt()),
                times.exact(found.createdAt()),
                found.reader().orElse(""),
                found.reader().map(reader -> names.ofPerson(reader, locale)).orElse(""),
                found.skill(),
                phrases.say(found.reason(), locale),
                found.escalatedAt().isPresent());
    }

    private Optional<CaseLine.TimeLeft> timeLeft(ReadCase found, Locale locale) {
        if (!found.state().unread()) {
            return Optional.empty();
        }
        var left = Duration.between(times.now(), found.deadline());
        var urgency = left.isNegative()
                ? CaseLine.Urgency.LATE
                : left.compareTo(SOON) < 0 ? CaseLine.Urgency.SOON : CaseLine.Urgency.CALM;
        return Optional.of(new CaseLine.TimeLeft(times.span(left, locale), urgency));
    }
}
