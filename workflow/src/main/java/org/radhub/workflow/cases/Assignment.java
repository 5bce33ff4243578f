package org.radhub.workflow.cases;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.workflow.CaseAssigned;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.assignment.Assigner;
import org.radhub.workflow.assignment.CaseToRead;
import org.radhub.workflow.assignment.Ranking;
import org.radhub.workflow.ledger.Ledger;
import org.radhub.workflow.process.Casework;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Puts cases into readers' hands and takes them out again, always with a line in the ledger, a grant, and an event. Whoever calls has locked
 * the row of the case.
 */
@Component
public class Assignment {
    /** Of the advisory locks of this database. Held to the end of the transaction, so that no two cases find the same free quarter of an hour. */
    private static final long LOCK = 5_002;

    private final CaseRepository cases;
    private final ReaderRepository readers;
    private final Considerations considerations;
    private final Ledger ledger;
    private final Sight sight;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Assigner assigner;
    private final Duration lookAgainAfter;

    Assignment(
            CaseRepository cases,
            ReaderRepository readers,
            Considerations considerations,
            Ledger ledger,
            Sight sight,
            JdbcClient jdbc,
            ApplicationEventPublisher events,
            Clock clock,
            @Value("${radhub.workflow.look-ahead:PT0S}") Duration lookAhead,
            @Value("${radhub.workflow.look-again-after:PT1M}") Duration lookAgainAfter) {
        this.cases = cases;
        this.readers = readers;
        this.considerations = considerations;
        this.ledger = ledger;
        this.sight = sight;
        this.jdbc = jdbc;
        this.events = events;
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
        this.assigner = new Assigner(lookAhead);
        this.lookAgainAfter = lookAgainAfter;
    }

    /** Gives the case to the reader who will be done first, or lets it wait and says when to look again. */
    Casework.Search toWhoeverIsDoneFirst(Filed filed) {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> "")
                .single();
        var read = filed.read();
        var now = clock.instant();
        var ranking = assigner.rank(
                new CaseToRead(read.skill(), read.priority(), filed.readMinutes()), readers.towards(read, now), now);
        considerations.replace(read.id(), ranking);
        var first = ranking.first();
        if (first.isPresent()) {
            put(read, first.get().reader(), first.get().reason(), Ledger.HUB, now);
        } else {
            ranking.nobody().ifPresent(reason -> letWait(read, reason, now));
        }
        return new Casework.Search(first.isPresent(), lookAgainAt(ranking, now));
    }

    /** Gives the case to this reader because a coordinator says so. */
    public void to(ReadCase read, String reader, Phrase reason, String coordinator) {
        read.reader().ifPresent(previous -> sight.take(read, previous, "reassigned", clock.instant()));
        readers.readmit(read.id(), reader);
        put(read, reader, reason, coordinator, clock.instant());
    }

    /**
     * Takes the case out of its reader's hands.
     *
     * @param until when the reader may get it again; empty: never
     * @param why for the record of the grant
     */
    public void awayFrom(ReadCase read, String reader, Optional<Instant> until, Phrase reason, String why) {
        readers.exclude(read.id(), reader, until);
        cases.take(read, reason);
        sight.take(read, reader, why, clock.instant());
    }

    private void put(ReadCase read, String reader, Phrase reason, String by, Instant now) {
        cases.give(read, reader, reason);
        sight.give(read, reader, now);
        ledger.ofCase(read.studyId(), read.id(), LedgerStep.ASSIGNED, now, by, reason);
        events.publishEvent(new CaseAssigned(read.id(), read.site(), reader, now));
        events.publishEvent(new CaseChanged(read.id(), read.site(), CaseState.ASSIGNED, now));
    }

    private void letWait(ReadCase read, Phrase reason, Instant now) {
        cases.take(read, reason);
        if (!waitsOnRecord(read.id())) {
            ledger.ofCase(read.studyId(), read.id(), LedgerStep.WAITING, now, Ledger.HUB, reason);
            events.publishEvent(new CaseChanged(read.id(), read.site(), CaseState.WAITING, now));
        }
    }

    /** Whether the ledger says that it waits; looking again in vain is not an event. */
    private boolean waitsOnRecord(UUID caseId) {
        return jdbc.sql("""
                        select step from workflow.ledger
                        where case_id = :case and step in ('WAITING', 'ASSIGNED', 'RELEASED', 'DECLINED')
                        order by id desc limit 1""")
                .param("case", caseId)
                .query(String.class)
                .optional()
                .map(LedgerStep.WAITING.name()::equals)
                .orElse(false);
    }

    private Instant lookAgainAt(Ranking ranking, Instant now) {
        var latest = now.plus(lookAgainAfter);
        return ranking.nextChance()
                .filter(chance -> chance.isAfter(now) && chance.isBefore(latest))
                .orElse(latest);
    }
}
