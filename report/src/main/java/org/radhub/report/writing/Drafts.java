package org.radhub.report.writing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;
import org.radhub.report.Draft;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The drafts, one for each case. Writers hold the case's lock. */
@Repository
class Drafts {
    private final JdbcClient jdbc;

    Drafts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Draft> find(UUID caseId) {
        return jdbc.sql("""
                        select case_id, findings, impression, critical, revision, author, saved_at
                          from report.draft where case_id = :caseId""").param("caseId", caseId).query(Drafts::row).optional();
    }

    void put(Draft draft) {
        jdbc.sql("""
                        insert into report.draft (case_id, findings, impression, critical, revision, author, saved_at)
                        values (:caseId, :findings, :impression, :critical, :revision, :author, :savedAt)
                        on conflict (case_id) do update
                           set findings = excluded.findings, impression = excluded.impression,
                               critical = excluded.critical, revision = excluded.revision,
                               author = excluded.author, saved_at = excluded.saved_at""")
                .param("caseId", draft.caseId())
                .param("findings", draft.findings())
                .param("impression", draft.impression())
                .param("critical", draft.critical())
                .param("revision", draft.revision())
                .param("author", draft.author())
                .param("savedAt", Timestamp.from(draft.savedAt()))
                .update();
    }

    void drop(UUID caseId) {
        jdbc.sql("delete from report.draft where case_id = :caseId")
                .param("caseId", caseId)
                .update();
    }

    private static Draft row(ResultSet row, int number) throws SQLException {
        return new Draft(
                row.getObject("case_id", UUID.class),
                row.getString("findings"),
                row.getString("impression"),
                row.getBoolean("critical"),
                row.getLong("revision"),
                row.getString("author"),
                row.getTimestamp("saved_at").toInstant());
    }
}
