package org.radhub.report.print;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.report.issued.Issue;
import org.radhub.report.issued.Versions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The printed reports. A version is printed once, when it is first asked for (by its delivery, mostly), and kept: what was delivered is what is
 * shown for ever after, whatever becomes of fonts, layout or names.
 */
@Repository
public class Documents {
    private final JdbcClient jdbc;
    private final Versions versions;
    private final Press press;

    Documents(JdbcClient jdbc, Versions versions, Press press) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.press = press;
    }

    /** The case's report as of its newest version, as PDF; empty if there is no version. */
    public Optional<byte[]> newest(UUID caseId) throws IOException {
        var all = versions.issuesOf(caseId);
        return all.isEmpty() ? Optional.empty() : Optional.of(kept(all));
    }

    /** The case's report as of this version, as PDF; empty if there is no such version. */
    public Optional<byte[]> asOf(UUID caseId, int number) throws IOException {
        var upTo = versions.issuesOf(caseId).stream()
                .filter(issue -> issue.version().number() <= number)
                .toList();
        boolean exists = !upTo.isEmpty() && upTo.get(upTo.size() - 1).version().number() == number;
        return exists ? Optional.of(kept(upTo)) : Optional.empty();
    }

    private byte[] kept(List<Issue> upTo) throws IOException {
        var version = upTo.get(upTo.size() - 1).version().id();
        var kept = find(version);
        if (kept.isPresent()) {
            return kept.get();
        }
        jdbc.sql("""
                        insert into report.document (version_id, pdf) values (:version, :pdf)
                        on conflict (version_id) do nothing""").param("version", version).param("pdf", press.print(upTo)).update();
        return find(version).orElseThrow();
    }

    private Optional<byte[]> find(UUID version) {
        return jdbc.sql("select pdf from report.document where version_id = :version")
                .param("version", version)
                .query((row, n) -> row.getBytes(1))
                .optional();
    }
}
