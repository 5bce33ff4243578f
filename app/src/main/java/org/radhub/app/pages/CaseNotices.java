package org.radhub.app.pages;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.radhub.app.language.Phrases;
import org.radhub.registry.Access;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Conflicts;
import org.radhub.storage.Study;
import org.radhub.workflow.LedgerEntry;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.ReadCase;
import org.springframework.stereotype.Component;

/** What a person has to know before the images of a case: what came late, and what looked wrong in the study when it was read. */
@Component
class CaseNotices {
    private static final String CONFLICT = "storage.warning.conflict";

    private final Conflicts conflicts;
    private final Access access;
    private final Phrases phrases;

    CaseNotices(Conflicts conflicts, Access access, Phrases phrases) {
        this.conflicts = conflicts;
        this.access = access;
        this.phrases = phrases;
    }

    /** What came late stands before what looked wrong: the reader may have been through the images already. */
    List<CaseSheet.Notice> of(
            ReadCase found, Optional<Study> study, List<LedgerEntry> ledger, Person person, Locale locale) {
        var late = ledger.stream()
                .filter(entry -> found.lateInstances() > 0 && entry.step() == LedgerStep.LATE_IMAGES)
                .map(LedgerEntry::detail);
        return Stream.concat(late, study.map(Study::warnings).orElse(List.of()).stream())
                .map(notice -> notice.key().equals(CONFLICT)
                        ? conflicts(notice, found.study(), access.scopeOf(person), locale)
                        : new CaseSheet.Notice(phrases.say(notice, locale), Optional.empty()))
                .toList();
    }

    /** Whoever may not see the other study that an image set aside is of reads the warning alone. */
    private CaseSheet.Notice conflicts(Phrase warning, StudyKey study, Scope scope, Locale locale) {
        var all = conflicts.search(query(study, Optional.empty()), scope);
        if (all.total() == 0) {
            return new CaseSheet.Notice(phrases.say(warning, locale), Optional.empty());
        }
        var open = conflicts.search(query(study, Optional.of(true)), scope).total();
        var link = all.total() == 1
                ? "/conflicts/" + all.items().get(0).id()
                : ConflictFilter.of(study).at("/conflicts", 1);
        return new CaseSheet.Notice(
                phrases.say(Phrase.of("app.conflicts.of-study", all.total(), open), locale), Optional.of(link));
    }

    private static ConflictQuery query(StudyKey study, Optional<Boolean> open) {
        return new ConflictQuery(Optional.of(study.site()), Optional.of(study.studyInstanceUid()), open, 1, 1);
    }
}
