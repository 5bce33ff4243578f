package org.radhub.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The chain as the database holds it. Its methods need a transaction around them. */
@Component
class Chain {
    private static final int FETCH = 1000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Chain(JdbcTemplate batches) {
        this.jdbc = JdbcClient.create(batches);
        this.batches = batches;
    }

    /** The end of the chain. */
    record Head(long number, byte[] hash) {}

    /** Takes the end of the chain for this transaction; whoever else appends, in any process, waits for its end. */
    Head take() {
        return head("select number, hash from audit.head for update");
    }

    void append(List<Link> links) {
        batches.batchUpdate("""
                insert into audit.entry (number, at, actor, action, success, site, object, detail, previous_hash, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", links.stream().map(Chain::columns).toList());
        var last = links.get(links.size() - 1);
        jdbc.sql("update audit.head set number = :number, hash = :hash")
                .param("number", last.number())
                .param("hash", last.hash())
                .update();
    }

    List<AuditEntry> latest(int offset, int limit) {
        return jdbc.sql("select * from audit.entry order by number desc offset :offset limit :limit")
                .param("offset", offset)
                .param("limit", limit)
                .query((row, number) -> link(row).entry())
                .list();
    }

    List<AuditEntry> about(String object, int limit) {
        return jdbc.sql(
                        "select * from audit.entry where object = :object and object <> '' order by number desc limit :limit")
                .param("object", object)
                .param("limit", limit)
                .query((row, number) -> link(row).entry())
                .list();
    }

    /** The number of the first line that is changed, missing, or not accounted for at the end. Needs one snapshot for all. */
    Optional<Long> firstBroken() {
        var head = head("select number, hash from audit.head");
        return jdbc.sql("select * from audit.entry order by number")
                .withFetchSize(FETCH)
                .query(rows -> {
                    return walk(rows, head);
                });
    }

    private static Optional<Long> walk(ResultSet rows, Head head) throws SQLException {
        var next = 1L;
        var hash = new byte[head.hash().length];
        while (rows.next()) {
            if (next > head.number() || rows.getLong("number") != next) {
                return Optional.of(next);
            }
            var link = link(rows);
            if (!Arrays.equals(link.previousHash(), hash) || !link.holds()) {
                return Optional.of(next);
            }
            hash = link.hash();
            next++;
        }
        if (next <= head.number()) {
            return Optional.of(next);
        }
        return Arrays.equals(hash, head.hash()) ? Optional.empty() : Optional.of(head.number());
    }

    private Head head(String sql) {
        return jdbc.sql(sql)
                .query((row, number) -> new Head(row.getLong("number"), row.getBytes("hash")))
                .single();
    }

    private static Object[] columns(Link link) {
        var access = link.access();
        return new Object[] {
            link.number(),
            link.at().atOffset(ZoneOffset.UTC),
            access.actor(),
            access.action().name(),
            access.success(),
            access.site(),
            access.object(),
            access.detail(),
            link.previousHash(),
            link.hash()
        };
    }

    private static Link link(ResultSet row) throws SQLException {
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        var access = new Access(
                row.getString("actor"),
                AuditAction.valueOf(row.getString("action")),
                row.getBoolean("success"),
                row.getString("site"),
                row.getString("object"),
                row.getString("detail"));
        return new Link(row.getLong("number"), at, access, row.getBytes("previous_hash"), row.getBytes("hash"));
    }
}
