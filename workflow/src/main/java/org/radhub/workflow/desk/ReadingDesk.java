package org.radhub.workflow.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.People;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Desk;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.assignment.CaseToRead;
import org.radhub.workflow.cases.Assignment;
import org.radhub.workflow.cases.CaseRepository;
import org.radhub.workflow.cases.Filed;
import org.radhub.workflow.ledger.Ledger;
import org.radhub.workflow.process.ReadProcess;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Each verb locks the row of the case first: of two at once, the second sees what the first did. */
@Component
class ReadingDesk implements Desk {
    private static final int LONGEST_REASON = 500;

    private final CaseRepository cases;
    private final Assignment assignment;
    private final ReadProcess process;
    private final Ledger ledger;
    private final People people;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Duration pauseAfterRelease;

    ReadingDesk(
            CaseRepository cases,
            Assignment assignment,
            ReadProcess process,
            Ledger ledger,
            People people,
            ApplicationEventPublisher events,
            Clock clock,
            @Value("${radhub.workflow.pause-after-release:PT15M}") Duration pauseAfterRelease) {
        this.cases = cases;
        this.assignment = assignment;
        this.process = process;
        this.ledger = ledger;
        this.people = people;
        this.events = events;
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
        this.pauseAfterRelease = pauseAfterRelease;
    }

    @Override
    @Transactional
    public ReadCase open(UUID caseId, String reader) {
        var read = lock(caseId).read();
        mustBeWith(read, reader);
        if (read.state() != CaseState.ASSIGNED) {
            return read;
        }
        cases.move(read, CaseState.READING);
        line(read, LedgerStep.OPENED, reader, Phrase.of("workflow.ledger.opened", reader));
        return changed(caseId);
    }

    @Override
    @Transactional
    public ReadCase release(UUID caseId, String reader) {
        var filed = lockUnread(caseId, reader);
        var until = Optional.of(clock.instant().plus(pauseAfterRelease));
        line(filed.read(), LedgerStep.RELEASED, reader, Phrase.of("workflow.ledger.released", reader));
        return giveBack(filed, reader, until, "released");
    }

    @Override
    @Transactional
    public ReadCase decline(UUID caseId, String reader, String reason) {
        var why = reason(reason);
        var filed = lockUnread(caseId, reader);
        line(filed.read(), LedgerStep.DECLINED, reader, Phrase.of("workflow.ledger.declined", reader, why));
        return giveBack(filed, reader, Optional.empty(), "declined");
    }

    @Override
    @Transactional
    public ReadCase reassign(UUID caseId, String coordinator, String toReader, String reason) {
        var why = reason(reason);
        if (people.find(coordinator)
                .filter(person -> person.is(Role.COORDINATOR))
                .isEmpty()) {
            throw refused(Refused.Kind.NOT_ALLOWED, "workflow.refused.not-a-coordinator");
        }
        var filed = lock(caseId);
        var read = filed.read();
        mustBeUnread(read);
        mustBeAbleToRead(read, toReader);
        if (read.reader().filter(toReader::equals).isPresent()) {
            throw refused(Refused.Kind.CONFLICT, "workflow.refused.already-theirs", toReader);
        }
        line(
                read,
                LedgerStep.REASSIGNED,
                coordinator,
                read.reader()
                        .map(from -> Phrase.of("workflow.ledger.reassigned", from, toReader, why))
                        .orElseGet(() -> Phrase.of("workflow.ledger.reassigned-waiting", toReader, why)));
        assignment.to(
                read, toReader, Phrase.of("workflow.reason.coordinator", toReader, coordinator, why), coordinator);
        process.reassigned(filed.process());
        read.reader().ifPresent(this::freed);
        return changed(caseId);
    }

    private ReadCase giveBack(Filed filed, String reader, Optional<Instant> until, String why) {
        var read = filed.read();
        assignment.awayFrom(read, reader, until, Phrase.of("workflow.nobody.released", reader), why);
        process.givenBack(filed.process());
        freed(reader);
        return changed(read.id());
    }

    private void mustBeAbleToRead(ReadCase read, String toReader) {
        var reader = people.readers().stream()
                .filter(person -> person.id().equals(toReader))
                .findFirst()
                .orElseThrow(() -> refused(Refused.Kind.INVALID, "workflow.refused.not-a-reader", toReader));
        if (!CaseToRead.mayRead(reader.credentials(), read.skill())) {
            throw refused(Refused.Kind.INVALID, "workflow.refused.not-qualified", toReader, read.skill());
        }
    }

    private Filed lock(UUID caseId) {
        return cases.lock(caseId).orElseThrow(() -> refused(Refused.Kind.NOT_FOUND, "workflow.refused.unknown-case"));
    }

    private Filed lockUnread(UUID caseId, String reader) {
        var filed = lock(caseId);
        mustBeWith(filed.read(), reader);
        mustBeUnread(filed.read());
        return filed;
    }

    private static void mustBeUnread(ReadCase read) {
        if (!read.state().unread()) {
            throw refused(Refused.Kind.CONFLICT, "workflow.refused.already-signed");
        }
    }

    private static void mustBeWith(ReadCase read, String reader) {
        var current = read.reader().orElseThrow(() -> refused(Refused.Kind.CONFLICT, "workflow.refused.waiting"));
        if (!current.equals(reader)) {
            throw refused(Refused.Kind.CONFLICT, "workflow.refused.not-current-reader", current);
        }
    }

    /** Why somebody does something: one line, not empty. */
    private static String reason(String typed) {
        var line = typed.strip().replaceAll("\\p{Cntrl}+", " ");
        if (line.isEmpty()) {
            throw refused(Refused.Kind.INVALID, "workflow.refused.reason-missing");
        }
        if (line.length() > LONGEST_REASON) {
            throw refused(Refused.Kind.INVALID, "workflow.refused.reason-too-long", LONGEST_REASON);
        }
        return line;
    }

    private void line(ReadCase read, LedgerStep step, String actor, Phrase detail) {
        ledger.ofCase(read.studyId(), read.id(), step, clock.instant(), actor, detail);
    }

    private void freed(String reader) {
        events.publishEvent(new ReaderFreed(reader, clock.instant()));
    }

    private ReadCase changed(UUID caseId) {
        var read = cases.find(caseId).orElseThrow();
        events.publishEvent(new CaseChanged(caseId, read.site(), read.state(), clock.instant()));
        return read;
    }

    private static Refused refused(Refused.Kind kind, String key, Object... args) {
        return new Refused(kind, Phrase.of(key, args));
    }
}
