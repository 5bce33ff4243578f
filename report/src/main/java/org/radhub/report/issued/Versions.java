package org.radhub.report.issued;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.radhub.report.Content;
import org.radhub.report.ReportKind;
import org.radhub.report.ReportVersion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The versions of all reports. They are added and read; the database refuses everything else. */
@Repository
public class Versions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    Versions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds it; {@link org.springframework.dao.DuplicateKeyException} if the number, or the final report, is there already. */
    public void add(Issue issue) {
        var version = issue.version();
        jdbc.sql("""
                        insert into report.report_version (id, case_id, number, kind, findings, impression, critical,
                                                           author, at, canonical, sha256)
                        values (:id, :caseId, :number, :kind, :findings, :impression, :critical,
                                :author, :at, :canonical, :sha256)""")
                .param("id", version.id())
                .param("caseId", version.caseId())
                .param("number", version.number())
                .param("kind", version.kind().name())
                .param("findings", version.content().findings())
                .param("impression", version.content().impression())
                .param("critical", version.content().critical())
                .param("author", version.author())
                .param("at", Timestamp.from(version.at()))
                .param("canonical", issue.canonical())
                .param("sha256", version.sha256())
                .update();
    }

    /** Oldest first. */
    public List<Issue> issuesOf(UUID caseId) {
        return jdbc.sql("select * from report.report_version where case_id = :caseId order by number")
                .param("caseId", caseId)
                .query(Versions::row)
                .list();
    }

    private static Issue row(ResultSet row, int number) throws SQLException {
        var canonical = row.getString("canonical");
        var version = new ReportVersion(
                row.getObject("id", UUID.class),
                row.getObject("case_id", UUID.class),
                row.getInt("number"),
                ReportKind.valueOf(row.getString("kind")),
                new Content(row.getString("findings"), row.getString("impression"), row.getBoolean("critical")),
                row.getString("author"),
                row.getTimestamp("at").toInstant(),
                row.getString("sha256"));
        var subject = JSON.treeToValue(JSON.readTree(canonical).get("subject"), Subject.class);
        return new Issue(version, subject, canonical);
    }
}
