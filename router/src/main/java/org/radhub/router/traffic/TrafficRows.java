package org.radhub.router.traffic;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.router.DeviceTraffic;
import org.radhub.router.DeviceTraffic.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the devices do, as the processes of the hub tell each other and people. A process that is gone is not believed for long. */
@Component
class TrafficRows {
    private static final Duration BELIEVED = Duration.ofSeconds(20);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final UUID process = UUID.randomUUID();

    TrafficRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Writes what has changed since it was written last; nothing where nothing has. */
    synchronized void write(Collection<Tally> tallies, Instant now) {
        var changed = new HashMap<Tally, Tally.Reckoning>();
        for (var tally : tallies) {
            var reckoning = tally.reckon(now);
            if (!reckoning.equals(tally.written()) || !reckoning.still()) {
                changed.put(tally, reckoning);
            }
        }
        if (changed.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            // In one order in every process, so that none waits for another in a circle.
            changed.keySet().stream()
                    .sorted(Comparator.comparing((Tally tally) -> tally.aeTitle).thenComparing(tally -> tally.site))
                    .forEach(tally -> {
                        sum(tally, changed.get(tally));
                        present(tally, changed.get(tally), now);
                    });
            jdbc.sql("delete from router.device_traffic where written_at < :before")
                    .param("before", utc(now.minus(BELIEVED)))
                    .update();
        });
        changed.forEach(Tally::written);
    }

    List<DeviceTraffic> all(Instant now) {
        return jdbc.sql("""
                        select d.*, coalesce(sum(t.open_associations), 0) as open_associations,
                               coalesce(sum(t.instances_per_minute), 0) as instances_per_minute,
                               coalesce(sum(t.bytes_per_second), 0) as bytes_per_second
                        from router.device d
                        left join router.device_traffic t on t.ae_title = d.ae_title and t.written_at >= :since
                        group by d.ae_title
                        order by d.ae_title""")
                .param("since", utc(now.minus(BELIEVED)))
                .query(TrafficRows::traffic)
                .list();
    }

    private void sum(Tally tally, Tally.Reckoning now) {
        var before = tally.written();
        jdbc.sql("""
                        insert into router.device as d (ae_title, last_seen_at, last_instance_at, instances, bytes, refused,
                                                        refused_at, refused_status, refused_comment)
                        values (:aeTitle, :lastSeenAt, :lastInstanceAt, :instances, :bytes, :refused,
                                :refusedAt, :refusedStatus, :refusedComment)
                        on conflict (ae_title) do update
                        set last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at),
                            last_instance_at = greatest(d.last_instance_at, excluded.last_instance_at),
                            instances = d.instances + excluded.instances, bytes = d.bytes + excluded.bytes,
                            refused = d.refused + excluded.refused,
                            (refused_at, refused_status, refused_comment) = (
                                select * from (values (d.refused_at, d.refused_status, d.refused_comment),
                                                      (excluded.refused_at, excluded.refused_status, excluded.refused_comment))
                                    as one (at, status, comment)
                                order by at desc nulls last limit 1)""")
                .param("aeTitle", tally.aeTitle)
                .param("lastSeenAt", utc(now.lastSeenAt()))
                .param(
                        "lastInstanceAt",
                        now.lastInstanceAt().map(TrafficRows::utc).orElse(null))
                .param("instances", now.instances() - before.instances())
                .param("bytes", now.bytes() - before.bytes())
                .param("refused", now.refused() - before.refused())
                .param(
                        "refusedAt",
                        now.lastRefusal().map(last -> utc(last.at())).orElse(null))
                .param("refusedStatus", now.lastRefusal().map(Refusal::status).orElse(null))
                .param("refusedComment", now.lastRefusal().map(Refusal::comment).orElse(null))
                .update();
    }

    private void present(Tally tally, Tally.Reckoning now, Instant at) {
        jdbc.sql("""
                        insert into router.device_traffic (process, ae_title, site, open_associations, instances_per_minute,
                                                           bytes_per_second, written_at)
                        values (:process, :aeTitle, :site, :open, :instancesPerMinute, :bytesPerSecond, :at)
                        on conflict (process, ae_title, site) do update
                        set open_associations = excluded.open_associations, written_at = excluded.written_at,
                            instances_per_minute = excluded.instances_per_minute,
                            bytes_per_second = excluded.bytes_per_second""")
                .param("process", process)
                .param("aeTitle", tally.aeTitle)
                .param("site", tally.site)
                .param("open", now.open())
                .param("instancesPerMinute", now.instancesPerMinute())
                .param("bytesPerSecond", now.bytesPerSecond())
                .param("at", utc(at))
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static DeviceTraffic traffic(ResultSet row, int number) throws SQLException {
        var status = row.getString("refused_status");
        var comment = row.getString("refused_comment");
        return new DeviceTraffic(
                row.getString("ae_title"),
                row.getInt("open_associations"),
                row.getDouble("instances_per_minute"),
                row.getDouble("bytes_per_second"),
                row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
                instant(row, "last_instance_at"),
                row.getLong("instances"),
                row.getLong("bytes"),
                row.getLong("refused"),
                instant(row, "refused_at").map(at -> new Refusal(at, status, comment)));
    }
}
