package org.radhub.workflow.request;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Studies;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.PlannedExam;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadRequest;
import org.radhub.workflow.ReadRequests;
import org.radhub.workflow.cases.CaseRepository;
import org.radhub.workflow.cases.FactsOfCase;
import org.radhub.workflow.cases.Filed;
import org.radhub.workflow.cases.Opening;
import org.radhub.workflow.ledger.Ledger;
import org.radhub.workflow.process.ReadProcess;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class RequestBook implements ReadRequests {
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_ACCESSION = 64;
    private static final int MOST_PENDING = 1_000;
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    private final RequestRepository requests;
    private final CaseRepository cases;
    private final FactsOfCase facts;
    private final Opening opening;
    private final ReadProcess process;
    private final Ledger ledger;
    private final Studies studies;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RequestBook(
            RequestRepository requests,
            CaseRepository cases,
            FactsOfCase facts,
            Opening opening,
            ReadProcess process,
            Ledger ledger,
            Studies studies,
            ApplicationEventPublisher events,
            Clock clock) {
        this.requests = requests;
        this.cases = cases;
        this.facts = facts;
        this.opening = opening;
        this.process = process;
        this.ledger = ledger;
        this.studies = studies;
        this.events = events;
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    @Override
    @Transactional
    public Optional<ReadCase> ask(Person doctor, ReadRequest request) {
        if (!doctor.is(Role.DOCTOR)) {
            throw new Refused(Refused.Kind.NOT_ALLOWED, Phrase.of("workflow.refused.not-a-doctor"));
        }
        var asked = checked(doctor, request);
        requests.lock(asked.site());
        var newest = cases.newest(asked.site(), asked.studyInstanceUid(), asked.accessionNumber());
        if (newest.isEmpty()) {
            keepUntilItComes(asked);
            return Optional.empty();
        }
        var filed = cases.lock(newest.get()).orElseThrow();
        var caseId = filed.read().state().unread() ? putOn(filed, asked) : readAgain(filed, asked);
        requests.keep(asked, caseId);
        var read = cases.find(caseId).orElseThrow();
        ledger.ofCase(
                read.studyId(),
                caseId,
                LedgerStep.REQUESTED,
                asked.askedAt(),
                asked.doctor(),
                Phrase.of("workflow.ledger.requested." + asked.priority(), read.deadline()));
        events.publishEvent(new CaseChanged(caseId, read.site(), read.state(), asked.askedAt()));
        return Optional.of(read);
    }

    private void keepUntilItComes(Pending asked) {
        if (requests.pendingOf(asked.site()) >= MOST_PENDING) {
            throw new Refused(Refused.Kind.CONFLICT, Phrase.of("workflow.refused.too-many-pending", MOST_PENDING));
        }
        requests.keepPending(asked.of(told(asked)));
    }

    /** Who asks once more and says nothing of the exam takes nothing back; whom the study is of, its first images may say. */
    private PlannedExam told(Pending asked) {
        var exam = asked.exam().equals(PlannedExam.NOTHING_SAID)
                ? requests.waiting(asked.site(), asked.studyInstanceUid(), asked.accessionNumber())
                        .map(Pending::exam)
                        .orElse(PlannedExam.NOTHING_SAID)
                : asked.exam();
        if (exam.namesPatient()) {
            return exam;
        }
        return studies.find(new StudyKey(asked.site(), asked.studyInstanceUid()))
                .map(study -> exam.of(study.patient()))
                .orElse(exam);
    }

    /** The question goes onto the open case, which is due anew, counted from now. */
    private UUID putOn(Filed filed, Pending asked) {
        var read = filed.read();
        cases.asked(read.id(), asked.clinicalQuestion(), asked.history());
        var terms = process.decide(facts.of(read, Optional.of(asked.priority())));
        var deadline = asked.askedAt()
                .plus(Duration.ofMinutes(terms.minutesToDeadline()))
                .truncatedTo(ChronoUnit.MILLIS);
        cases.decided(read.id(), terms, deadline);
        process.moveDeadline(filed.process(), deadline);
        return read.id();
    }

    /** The study was read already: a new case for it. */
    private UUID readAgain(Filed filed, Pending asked) {
        var study = studies.find(filed.read().studyId()).orElseThrow();
        var question = new Opening.Question(Optional.of(asked.priority()), asked.clinicalQuestion(), asked.history());
        return opening.open(study, question, false).orElseThrow();
    }

    private Pending checked(Person doctor, ReadRequest request) {
        var uid = request.studyInstanceUid().map(String::strip).orElse("");
        var accession = request.accessionNumber().map(String::strip).orElse("");
        must(!uid.isEmpty() || !accession.isEmpty(), "workflow.refused.study-not-named");
        must(uid.isEmpty() || UID.matcher(uid).matches(), "workflow.refused.bad-study-uid");
        must(accession.length() <= LONGEST_ACCESSION && accession.indexOf('\0') < 0, "workflow.refused.bad-accession");
        var now = clock.instant();
        return new Pending(
                UUID.randomUUID(),
                doctor.site(),
                uid,
                accession,
                request.priority(),
                text(request.clinicalQuestion()),
                text(request.history()),
                ExamRules.checked(request.exam(), now),
                doctor.id(),
                now);
    }

    private static String text(String typed) {
        must(typed.length() <= LONGEST_TEXT, "workflow.refused.text-too-long", LONGEST_TEXT);
        return typed.replace("\0", "").strip();
    }

    private static void must(boolean holds, String key, Object... args) {
        if (!holds) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(key, args));
        }
    }
}
