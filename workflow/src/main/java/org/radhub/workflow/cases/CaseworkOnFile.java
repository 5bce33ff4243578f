package org.radhub.workflow.cases;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.ledger.Ledger;
import org.radhub.workflow.process.Casework;
import org.radhub.workflow.process.Terms;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the process's steps do to the case, each after locking its row. */
@Component
class CaseworkOnFile implements Casework {
    private final CaseRepository cases;
    private final Assignment assignment;
    private final Ledger ledger;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    CaseworkOnFile(
            CaseRepository cases, Assignment assignment, Ledger ledger, ApplicationEventPublisher events, Clock clock) {
        this.cases = cases;
        this.assignment = assignment;
        this.ledger = ledger;
        this.events = events;
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Instant startClock(UUID caseId, Terms terms) {
        var deadline = clock.instant()
                .plus(Duration.ofMinutes(terms.minutesToDeadline()))
                .truncatedTo(ChronoUnit.MILLIS);
        cases.decided(locked(caseId).read().id(), terms, deadline);
        return deadline;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Search findReader(UUID caseId) {
        var filed = locked(caseId);
        if (filed.read().state() != CaseState.WAITING) {
            // A timer that came late; the engine will undo its step.
            return new Search(true, clock.instant());
        }
        return assignment.toWhoeverIsDoneFirst(filed);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void escalate(UUID caseId) {
        var read = locked(caseId).read();
        var now = clock.instant();
        cases.escalated(caseId, now);
        ledger.ofCase(
                read.studyId(),
                caseId,
                LedgerStep.ESCALATED,
                now,
                Ledger.HUB,
                Phrase.of("workflow.ledger.escalated", read.deadline()));
        events.publishEvent(new CaseChanged(caseId, read.site(), read.state(), now));
    }

    private Filed locked(UUID caseId) {
        return cases.lock(caseId)
                .orElseThrow(() -> new IllegalStateException("the process of case " + caseId + " has no case"));
    }
}
