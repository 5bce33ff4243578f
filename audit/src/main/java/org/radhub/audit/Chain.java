package org.radhub.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The chain as the database holds it. */
@Component
class Chain {
    private static final int FETCH = 1000;

    private final JdbcClient jdbc;

    Chain(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The end of the chain. */
    record Head(long number, byte[] hash) {}

    /** Takes the end of the chain for the transaction around this; whoever else appends, in any process, waits for its end. */
    Head take() {
        return head("select number, hash from audit.head for update");
    }

    /**
     * Appends the links, in one statement, if the chain still ends before the first of them.
     *
     * @return false if it does not, and nothing was appended
     */
    boolean append(List<Link> links) {
        var first = links.get(0);
        var last = links.get(links.size() - 1);
        var appended = jdbc.sql("""
                with head as (
                    update audit.head set number = :number, hash = :hash
                    where number = :previous and hash = :previousHash returning single)
                insert into audit.entry (number, at, actor, action, success, site, object, detail, previous_hash, hash)
                select link.* from head, unnest(
                    :numbers::bigint[], :at::timestamptz[], :actors::text[], :actions::text[], :successes::boolean[], :sites::text[],
                    :objects::text[], :details::text[], :previousHashes::bytea[], :hashes::bytea[]) as link""")
                .param("number", last.number())
                .param("hash", last.hash())
                .param("previous", first.number() - 1)
                .param("previousHash", first.previousHash())
                .param("numbers", links.stream().map(Link::number).toArray(Long[]::new))
                .param("at", texts(links, link -> link.at().toString()))
                .param("actors", texts(links, link -> link.access().actor()))
                .param("actions", texts(links, link -> link.access().action().name()))
                .param(
                        "successes",
                        links.stream().map(link -> link.access().success()).toArray(Boolean[]::new))
                .param("sites", texts(links, link -> link.access().site()))
                .param("objects", texts(links, link -> link.access().object()))
                .param("details", texts(links, link -> link.access().detail()))
                .param("previousHashes", links.stream().map(Link::previousHash).toArray(byte[][]::new))
                .param("hashes", links.stream().map(Link::hash).toArray(byte[][]::new))
                .update();
        return appended > 0;
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

    private static String[] texts(List<Link> links, Function<Link, String> text) {
        return links.stream().map(text).toArray(String[]::new);
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
