package org.radhub.router.commitment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
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

    /** How many instances this device has asked about that it has not been told of. */
    long owedTo(String aeTitle) {
        return jdbc.sql(
                        "select coalesce(sum(instances), 0) from router.commitment where ae_title = :ae and state = 'OWED'")
                .param("ae", aeTitle)
                .query(Long.class)
                .single();
    }

    Optional<Asked> find(String aeTitle, String transactionUid) {
        return jdbc.sql("select * from router.commitment where ae_title = :ae and transaction_uid = :transaction")
                .param("ae", aeTitle)
                .param("transaction", transactionUid)
                .query(CommitmentBook::asked)
                .optional();
    }

    /** The device asks for the same again: it is owed the report anew. */
    void owe(UUID id, Instant askedAt, Instant leasedUntil) {
        jdbc.sql("""
                update router.commitment set state = 'OWED', attempts = 0, asked_at = :asked, next_at = :next
                where id = :id""")
                .param("id", id)
                .param("asked", time(askedAt))
                .param("next", time(leasedUntil))
                .update();
    }

    /** The devices that something is due for and that may be called, except these; those first that have waited longest. */
    List<String> devicesToCall(Instant now, Collection<String> except, int most) {
        return jdbc.sql("""
                select c.ae_title from router.commitment c left join router.commitment_device d using (ae_title)
                where c.state = 'OWED' and c.next_at <= :now and c.ae_title <> all(:except)
                    and (d.paused_until is null or d.paused_until <= :now)
                group by c.ae_title order by min(c.next_at) limit :most""")
                .param("now", time(now))
                .param("except", except.toArray(String[]::new))
                .param("most", most)
                .query(String.class)
                .list();
    }

    /** Takes what is due for this device. */
    List<Asked> takeFor(String aeTitle, Instant now, Instant leasedUntil, int most) {
        return jdbc.sql("""
                update router.commitment set next_at = :until
                where id in (
                    select id from router.commitment
                    where state = 'OWED' and next_at <= :now and ae_title = :ae
                    order by next_at limit :most for update skip locked)
                returning *""")
                .param("until", time(leasedUntil))
                .param("now", time(now))
                .param("ae", aeTitle)
                .param("most", most)
                .query(CommitmentBook::asked)
                .list();
    }

    void extend(List<UUID> ids, Instant leasedUntil) {
        jdbc.sql("update router.commitment set next_at = :until where id = any(:ids) and state = 'OWED'")
                .param("until", time(leasedUntil))
                .param("ids", ids.toArray(UUID[]::new))
                .update();
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
    void failed(UUID id, Instant next, String problem) {
        jdbc.sql("""
                update router.commitment set attempts = attempts + 1, next_at = :next, problem = :problem
                where id = :id""")
                .param("id", id)
                .param("next", time(next))
                .param("problem", problem.substring(0, Math.min(500, problem.length())))
                .update();
    }

    /** What nobody works on, and has waited since before this instant, is given up. */
    int giveUp(Instant askedBefore, Instant now) {
        return jdbc.sql("""
                update router.commitment set state = 'GIVEN_UP', reported_at = :now
                where state = 'OWED' and asked_at < :before and next_at <= :now""")
                .param("before", time(askedBefore))
                .param("now", time(now))
                .update();
    }

    /** Forgets some of what was over before this instant. */
    int forget(Instant overBefore) {
        return jdbc.sql("""
                delete from router.commitment where id in (
                    select id from router.commitment where state <> 'OWED' and reported_at < :before
                    limit 1000 for update skip locked)""").param("before", time(overBefore)).update();
    }

    /** The device could be called. */
    void called(String aeTitle) {
        jdbc.sql("delete from router.commitment_device where ae_title = :ae")
                .param("ae", aeTitle)
                .update();
    }

    /** The device could not be called; it is left alone for twice as long each time. */
    void notCalled(String aeTitle, Instant now, Duration first, Duration longest) {
        jdbc.sql("""
                insert into router.commitment_device as d (ae_title, failures, paused_until)
                values (:ae, 1, :now + make_interval(secs => :first))
                on conflict (ae_title) do update set
                    failures = d.failures + 1,
                    paused_until = :now + make_interval(secs => least(:longest, :first * power(2, least(d.failures, 20))))""")
                .param("ae", aeTitle)
                .param("now", time(now))
                .param("first", first.toMillis() / 1e3)
                .param("longest", longest.toMillis() / 1e3)
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
