package org.radhub.router.commitment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.storage.SopReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The requests, and how far their reports are. Whoever takes one has it alone until the lease ends. */
@Repository
class CommitmentBook {
    private final JdbcClient jdbc;

    CommitmentBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes the request down, leased to the caller; false if the device has made one of this Transaction UID before. */
    boolean keep(Asked asked, Instant leasedUntil) {
        return jdbc.sql("""
                        insert into router.commitment
                            (id, site, ae_title, transaction_uid, sop_classes, sop_uids, asked_at, state, next_at)
                        values (:id, :site, :ae, :transaction, :classes, :uids, :at, 'OWED', :next)
                        on conflict (ae_title, transaction_uid) do nothing""")
                        .param("id", asked.id())
                        .param("site", asked.site())
                        .param("ae", asked.aeTitle())
                        .param("transaction", asked.transactionUid())
                        .param(
                                "classes",
                                asked.references().stream()
                                        .map(SopReference::sopClassUid)
                                        .toArray(String[]::new))
                        .param(
                                "uids",
                                asked.references().stream()
                                        .map(SopReference::sopInstanceUid)
                                        .toArray(String[]::new))
                        .param("at", time(asked.askedAt()))
                        .param("next", time(leasedUntil))
                        .update()
                == 1;
    }

    Optional<Asked> find(String aeTitle, String transactionUid) {
        return jdbc.sql("select * from router.commitment where ae_title = :ae and transaction_uid = :transaction")
                .param("ae", aeTitle)
                .param("transaction", transactionUid)
                .query(CommitmentBook::asked)
                .optional();
    }

    /** The device asks for the same again: it is owed the report anew. */
    void owe(UUID id, Instant leasedUntil) {
        jdbc.sql("update router.commitment set state = 'OWED', attempts = 0, next_at = :next where id = :id")
                .param("id", id)
                .param("next", time(leasedUntil))
                .update();
    }

    /** Takes what is due, for whichever device. */
    List<Asked> take(Instant now, Duration lease, int most) {
        return takeFor("", now, lease, most);
    }

    /** Takes what is due for this device; for every device where its AE title is empty. */
    List<Asked> takeFor(String aeTitle, Instant now, Duration lease, int most) {
        return jdbc.sql("""
                update router.commitment set next_at = :until
                where id in (
                    select id from router.commitment
                    where state = 'OWED' and next_at <= :now and (:ae = '' or ae_title = :ae)
                    order by next_at limit :most for update skip locked)
                returning *""")
                .param("until", time(now.plus(lease)))
                .param("now", time(now))
                .param("ae", aeTitle)
                .param("most", most)
                .query(CommitmentBook::asked)
                .list();
    }

    void reported(UUID id, int failures, Instant now) {
        jdbc.sql("""
                update router.commitment set state = 'REPORTED', failures = :failures, reported_at = :now, problem = ''
                where id = :id""")
                .param("id", id)
                .param("failures", failures)
                .param("now", time(now))
                .update();
    }

    /** Not now. */
    void later(UUID id, Instant next) {
        jdbc.sql("update router.commitment set next_at = :next where id = :id")
                .param("id", id)
                .param("next", time(next))
                .update();
    }

    /** @param problem what was in the way, for an engineer */
    void failed(UUID id, String state, Instant next, String problem) {
        jdbc.sql("""
                update router.commitment set state = :state, attempts = attempts + 1, next_at = :next, problem = :problem
                where id = :id""")
                .param("id", id)
                .param("state", state)
                .param("next", time(next))
                .param("problem", problem.substring(0, Math.min(500, problem.length())))
                .update();
    }

    private static Asked asked(ResultSet row, int number) throws SQLException {
        var classes = (String[]) row.getArray("sop_classes").getArray();
        var uids = (String[]) row.getArray("sop_uids").getArray();
        var references = new ArrayList<SopReference>();
        for (int i = 0; i < uids.length; i++) {
            references.add(new SopReference(classes[i], uids[i]));
        }
        return new Asked(
                row.getObject("id", UUID.class),
                row.getString("site"),
                row.getString("ae_title"),
                row.getString("transaction_uid"),
                List.copyOf(references),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getInt("attempts"));
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
