package org.radhub.report.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radhub.report.Delivery;
import org.radhub.report.DeliveryState;
import org.radhub.report.ReportVersion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The deliveries, as kept. A row is changed only by who holds its lock. */
@Repository
class DeliveryQueue {
    /** A site and the road to it. */
    record Recipient(String site, String road) {}

    private static final int ERROR_LENGTH = 500;

    private final JdbcClient jdbc;

    DeliveryQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(UUID id, ReportVersion version, String site, String road, Instant now) {
        jdbc.sql("""
                        insert into report.delivery (id, case_id, version_id, version, recipient_site, road, state,
                                                     queued_at, next_try_at)
                        values (:id, :caseId, :versionId, :version, :site, :road, 'QUEUED', :now, :now)""")
                .param("id", id)
                .param("caseId", version.caseId())
                .param("versionId", version.id())
                .param("version", version.number())
                .param("site", site)
                .param("road", road)
                .param("now", Timestamp.from(now))
                .update();
    }

    List<Recipient> recipientsOf(UUID caseId) {
        return jdbc.sql("""
                        select distinct recipient_site as site, road from report.delivery
                         where case_id = :caseId order by site, road""").param("caseId", caseId).query(Recipient.class).list();
    }

    List<Delivery> ofCase(UUID caseId) {
        return jdbc.sql("select * from report.delivery where case_id = :caseId order by version, queued_at, id")
                .param("caseId", caseId)
                .query(DeliveryQueue::row)
                .list();
    }

    Optional<Delivery> find(UUID id) {
        return jdbc.sql("select * from report.delivery where id = :id")
                .param("id", id)
                .query(DeliveryQueue::row)
                .optional();
    }

    /** Locks the delivery until the transaction ends, waiting for whoever has it. */
    Optional<Delivery> lock(UUID id) {
        return jdbc.sql("select * from report.delivery where id = :id for update")
                .param("id", id)
                .query(DeliveryQueue::row)
                .optional();
    }

    /** The delivery and the earlier ones of the case to the same site, oldest first, locked until the transaction ends. */
    List<Delivery> lockUpTo(Delivery delivery) {
        return jdbc.sql("""
                        select * from report.delivery
                         where case_id = :caseId and recipient_site = :site and version <= :version
                           and (version < :version or id = :id)
                         order by version, road, id for update""")
                .param("caseId", delivery.caseId())
                .param("site", delivery.recipientSite())
                .param("version", delivery.version())
                .param("id", delivery.id())
                .query(DeliveryQueue::row)
                .list();
    }

    /** Oldest first. */
    List<Delivery> dead(int limit) {
        return jdbc.sql("select * from report.delivery where state = 'DEAD' order by queued_at, id limit :limit")
                .param("limit", limit)
                .query(DeliveryQueue::row)
                .list();
    }

    Map<DeliveryState, Long> byState() {
        var counts = new EnumMap<DeliveryState, Long>(DeliveryState.class);
        jdbc.sql("select state, count(*) from report.delivery group by state").query((ResultSet row) -> {
            counts.put(DeliveryState.valueOf(row.getString(1)), row.getLong(2));
        });
        return counts;
    }

    /** Locks this try of the delivery until the transaction ends; empty if another worker has it, or has had it. */
    Optional<Delivery> lockTry(UUID id, int attempt) {
        return jdbc.sql("""
                        select * from report.delivery
                         where id = :id and state = 'QUEUED' and attempts = :attempt
                           for update skip locked""")
                .param("id", id)
                .param("attempt", attempt)
                .query(DeliveryQueue::row)
                .optional();
    }

    /**
     * Begins a try of the delivery that has been due the longest, and counts it before anything is done: what kills its worker is not tried for
     * ever. An addendum waits while an earlier version for the same recipient is still on its way.
     *
     * @param again when it is due next, should nobody tell how this try ended
     */
    Optional<Delivery> begin(Instant now, Instant again) {
        return jdbc.sql("""
                        update report.delivery set attempts = attempts + 1, next_try_at = :again
                         where id = (select d.id from report.delivery d
                                      where d.state = 'QUEUED' and d.next_try_at <= :now
                                        and not exists (select 1 from report.delivery e
                                                         where e.case_id = d.case_id and e.version < d.version
                                                           and e.recipient_site = d.recipient_site
                                                           and e.road = d.road and e.state = 'QUEUED')
                                      order by d.next_try_at, d.id
                                      limit 1 for update skip locked)
                        returning *""")
                .param("now", Timestamp.from(now))
                .param("again", Timestamp.from(again))
                .query(DeliveryQueue::row)
                .optional();
    }

    void delivered(Delivery delivery, Instant at) {
        change(delivery, DeliveryState.DELIVERED, "delivered_at = :at, last_error = null", at);
    }

    void acknowledged(Delivery delivery, String person, Instant at) {
        jdbc.sql("""
                        update report.delivery set state = :state, acknowledged_at = :at, acknowledged_by = :person
                         where id = :id""")
                .param("state", delivery.state().to(DeliveryState.ACKNOWLEDGED).name())
                .param("at", Timestamp.from(at))
                .param("person", person)
                .param("id", delivery.id())
                .update();
    }

    /** Puts a dead delivery into the queue again, with all its tries before it. */
    void requeue(Delivery delivery, Instant now) {
        change(delivery, DeliveryState.QUEUED, "attempts = 0, next_try_at = :at", now);
    }

    void givenUp(Delivery delivery, String error, Instant now) {
        failed(delivery, error, now);
        change(delivery, DeliveryState.DEAD, "next_try_at = :at", now);
    }

    void failed(Delivery delivery, String error, Instant nextTry) {
        jdbc.sql("update report.delivery set last_error = :error, next_try_at = :next where id = :id")
                .param("error", error.substring(0, Math.min(error.length(), ERROR_LENGTH)))
                .param("next", Timestamp.from(nextTry))
                .param("id", delivery.id())
                .update();
    }

    private void change(Delivery delivery, DeliveryState next, String columns, Instant at) {
        jdbc.sql("update report.delivery set state = :state, " + columns + " where id = :id")
                .param("state", delivery.state().to(next).name())
                .param("at", Timestamp.from(at))
                .param("id", delivery.id())
                .update();
    }

    static Delivery row(ResultSet row, int number) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getObject("case_id", UUID.class),
                row.getInt("version"),
                row.getString("recipient_site"),
                row.getString("road"),
                DeliveryState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                Optional.ofNullable(row.getString("last_error")),
                row.getTimestamp("queued_at").toInstant(),
                instant(row, "delivered_at"),
                instant(row, "acknowledged_at"),
                Optional.ofNullable(row.getString("acknowledged_by")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
