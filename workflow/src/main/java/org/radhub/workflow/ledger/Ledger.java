package org.radhub.workflow.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.workflow.LedgerEntry;
import org.radhub.workflow.LedgerStep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The case ledger: lines are added, never changed. A line about the study itself (it was received, it is stored) is in the ledger of each of
 * its cases, whichever comes first, the line or the case.
 */
@Repository
public class Ledger {
    /** Who did what nobody did. */
    public static final String HUB = "radhub";

    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds a line about the case. */
    public void ofCase(UUID studyId, UUID caseId, LedgerStep step, Instant at, String actor, Phrase detail) {
        insert(studyId, Optional.of(caseId), step, at, actor, detail);
    }

    /**
     * Adds a line about the study.
     *
     * @param at as recorded by the event, so that an event that is told again adds nothing
     * @return false if the line was there already
     */
    public boolean ofStudy(UUID studyId, LedgerStep step, Instant at, String actor, Phrase detail) {
        return insert(studyId, Optional.empty(), step, at, actor, detail);
    }

    /** The lines of the case and of its study, oldest first. */
    public List<LedgerEntry> linesOf(UUID caseId) {
        return jdbc.sql("""
                        select l.step, l.at, l.actor, l.detail from workflow.ledger l
                        join workflow.read_case c on c.study_id = l.study_id
                        where c.id = :case and (l.case_id = c.id or l.case_id is null)
                        order by l.at, l.id""").param("case", caseId).query(Ledger::entry).list();
    }

    private boolean insert(
            UUID studyId, Optional<UUID> caseId, LedgerStep step, Instant at, String actor, Phrase detail) {
        return jdbc.sql("""
                                insert into workflow.ledger (study_id, case_id, step, at, actor, detail)
                                values (:study, :case, :step, :at, :actor, :detail)
                                on conflict (study_id, step, at) where case_id is null do nothing""")
                        .param("study", studyId)
                        .param("case", caseId.orElse(null))
                        .param("step", step.name())
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("actor", actor)
                        .param("detail", detail.encoded())
                        .update()
                > 0;
    }

    private static LedgerEntry entry(ResultSet row, int number) throws SQLException {
        return new LedgerEntry(
                LedgerStep.valueOf(row.getString("step")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                Phrase.decode(row.getString("detail")));
    }
}
