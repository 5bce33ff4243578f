package org.radhub.workflow.desk;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReportProgress;
import org.radhub.workflow.cases.CaseRepository;
import org.radhub.workflow.cases.Filed;
import org.radhub.workflow.cases.Sight;
import org.radhub.workflow.ledger.Ledger;
import org.radhub.workflow.process.ReadProcess;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(propagation = Propagation.MANDATORY)
class ProgressOfReports implements ReportProgress {
    private final CaseRepository cases;
    private final ReadProcess process;
    private final Ledger ledger;
    private final Sight sight;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ProgressOfReports(
            CaseRepository cases,
            ReadProcess process,
            Ledger ledger,
            Sight sight,
            ApplicationEventPublisher events,
            Clock clock) {
        this.cases = cases;
        this.process = process;
        this.ledger = ledger;
        this.sight = sight;
        this.events = events;
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    @Override
    public ReadCase lock(UUID caseId) {
        return filed(caseId).read();
    }

    @Override
    public ReadCase preliminary(UUID caseId, String reader, int version) {
        var read = writable(caseId, reader).read();
        if (read.state() != CaseState.PRELIMINARY) {
            cases.move(read, CaseState.PRELIMINARY);
        }
        line(read, LedgerStep.PRELIMINARY, reader, Phrase.of("workflow.ledger.preliminary", version));
        return changed(caseId);
    }

    @Override
    public ReadCase signed(UUID caseId, String reader, int version) {
        var filed = writable(caseId, reader);
        var read = filed.read();
        var now = clock.instant();
        cases.signed(read, now, version);
        sight.signed(read, reader, now);
        process.signed(filed.process());
        line(read, LedgerStep.SIGNED, reader, Phrase.of("workflow.ledger.signed", version));
        events.publishEvent(new ReaderFreed(reader, now));
        return changed(caseId);
    }

    @Override
    public ReadCase delivered(UUID caseId, String recipientSite, String road, int version) {
        var filed = filed(caseId);
        var read = filed.read();
        var signed = filed.signedVersion().orElseThrow(() -> notSigned(read));
        if (read.state() == CaseState.SIGNED) {
            cases.move(read, CaseState.DELIVERED);
            process.delivered(filed.process());
        }
        if (version > signed) {
            cases.lookedAgain(caseId);
        }
        line(
                read,
                LedgerStep.DELIVERED,
                Ledger.HUB,
                Phrase.of("workflow.ledger.delivered", recipientSite, version, road));
        return changed(caseId);
    }

    @Override
    public ReadCase acknowledged(UUID caseId, String person, String recipientSite) {
        var filed = filed(caseId);
        var read = filed.read();
        if (read.state() != CaseState.ACKNOWLEDGED) {
            cases.move(read, CaseState.ACKNOWLEDGED);
            process.acknowledged(filed.process());
        }
        line(read, LedgerStep.ACKNOWLEDGED, person, Phrase.of("workflow.ledger.acknowledged", recipientSite));
        return changed(caseId);
    }

    private Filed filed(UUID caseId) {
        return cases.lock(caseId)
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("workflow.refused.unknown-case")));
    }

    /** The case, if this reader may report on it now. */
    private Filed writable(UUID caseId, String reader) {
        var filed = filed(caseId);
        var read = filed.read();
        if (!read.state().unread()) {
            throw conflict("workflow.refused.already-signed");
        }
        var current = read.reader().orElseThrow(() -> conflict("workflow.refused.waiting"));
        if (!current.equals(reader)) {
            throw conflict("workflow.refused.not-current-reader", current);
        }
        if (read.state() == CaseState.ASSIGNED) {
            throw conflict("workflow.refused.not-opened");
        }
        return filed;
    }

    private void line(ReadCase read, LedgerStep step, String actor, Phrase detail) {
        ledger.ofCase(read.studyId(), read.id(), step, clock.instant(), actor, detail);
    }

    private ReadCase changed(UUID caseId) {
        var read = cases.find(caseId).orElseThrow();
        events.publishEvent(new CaseChanged(caseId, read.site(), read.state(), clock.instant()));
        return read;
    }

    private static IllegalStateException notSigned(ReadCase read) {
        return new IllegalStateException("a report of case " + read.id() + " was delivered before it was signed");
    }

    private static Refused conflict(String key, Object... args) {
        return new Refused(Refused.Kind.CONFLICT, Phrase.of(key, args));
    }
}
