package org.radhub.router.association;

import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Phrase;
import org.radhub.router.RefusedCall;
import org.radhub.router.traffic.TrafficBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The calls that were refused, counted by who called from where and why. They gather in memory and are written together, so that a storm
 * of calls costs the database a few rows; both are bounded, the oldest giving way.
 */
@Component
class RefusedCalls {
    static final int MOST_ROWS = 2000;
    static final int MOST_WAITING = 500;
    static final int MOST_ALERTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RefusedCalls.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AuditTrail trail;
    private final Clock clock;
    private final TrafficBook traffic;
    private final Map<Call, Count> waiting = new HashMap<>();
    private long uncounted;

    RefusedCalls(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AuditTrail trail,
            Clock clock,
            TrafficBook traffic) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.trail = trail;
        this.clock = clock;
        this.traffic = traffic;
    }

    private record Call(String calling, String called, String address, Phrase reason) {}

    private record Count(long calls, Instant first, Instant last) {
        Count plus(Count other) {
            return new Count(calls + other.calls, first, other.last);
        }
    }

    /** Counts the call. Waits for nothing. */
    void add(AssociateRequest request, InetAddress from, Phrase reason) {
        add(new Call(
                Printable.line(request.callingAeTitle()),
                Printable.line(request.calledAeTitle()),
                from.getHostAddress(),
                reason));
    }

    /** Counts a call that was refused before the caller could say who it is. Waits for nothing. */
    void add(InetAddress from, Phrase reason) {
        add(new Call("", "", from.getHostAddress(), reason));
    }

    private void add(Call call) {
        traffic.rejected(call.reason());
        var now = clock.instant();
        synchronized (waiting) {
            if (waiting.size() < MOST_WAITING || waiting.containsKey(call)) {
                waiting.merge(call, new Count(1, now, now), Count::plus);
            } else {
                uncounted++;
            }
        }
    }

    /** Newest first. */
    List<RefusedCall> latest(int limit) {
        write();
        return jdbc.sql("select * from router.refused_call order by last_at desc, calling_ae_title limit :limit")
                .param("limit", Math.max(0, Math.min(limit, MOST_ROWS)))
                .query(RefusedCalls::call)
                .list();
    }

    @Scheduled(fixedDelayString = "${radhub.dicom.refused-calls-interval:PT1S}")
    void writeNow() {
        try {
            write();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Refused calls wait in memory until the database is back: {}", e.getMessage());
        }
    }

    private synchronized void write() {
        Map<Call, Count> taken;
        long others;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return;
            }
            taken = Map.copyOf(waiting);
            others = uncounted;
        }
        var alerts = transaction.execute(status -> {
            // In one order in every process, so that none waits for another in a circle.
            var due = taken.keySet().stream()
                    .sorted(Comparator.comparing(Call::toString))
                    .filter(call -> upsert(call, taken.get(call)))
                    .toList();
            prune();
            return due;
        });
        synchronized (waiting) {
            taken.forEach((call, count) -> waiting.computeIfPresent(call, (c, all) -> rest(all, count)));
            uncounted -= others;
        }
        alerts.stream().limit(MOST_ALERTS).forEach(call -> alert(call.calling(), describe(call)));
        var more = Math.max(0, alerts.size() - MOST_ALERTS) + others;
        if (more > 0) {
            alert("", more + " more calls were refused");
        }
    }

    private static Count rest(Count all, Count written) {
        var calls = all.calls() - written.calls();
        return calls == 0 ? null : new Count(calls, all.first(), all.last());
    }

    /** Whether it is time to raise an alert of these calls: at the first, and again after a while. */
    private boolean upsert(Call call, Count count) {
        return jdbc.sql("""
                        insert into router.refused_call as c
                            (calling_ae_title, called_ae_title, address, reason, calls, first_at, last_at, alerted_at)
                        values (:calling, :called, :address, :reason, :calls, :first, :last, :last)
                        on conflict (calling_ae_title, called_ae_title, address, reason) do update
                        set calls = c.calls + excluded.calls,
                            last_at = greatest(c.last_at, excluded.last_at),
                            alerted_at = case when c.alerted_at < excluded.last_at - interval '10 minutes'
                                              then excluded.last_at else c.alerted_at end
                        returning alerted_at = :last""")
                .param("calling", call.calling())
                .param("called", call.called())
                .param("address", call.address())
                .param("reason", call.reason().encoded())
                .param("calls", count.calls())
                .param("first", count.first().atOffset(ZoneOffset.UTC))
                .param("last", count.last().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    private void prune() {
        jdbc.sql("""
                        delete from router.refused_call where ctid in
                            (select ctid from router.refused_call order by last_at desc offset :most)""").param("most", MOST_ROWS).update();
    }

    private static String describe(Call call) {
        return "Call to " + call.called() + " from " + call.address() + " refused: "
                + call.reason().key().replace("router.refused.", "");
    }

    private void alert(String calling, String detail) {
        LOG.warn("{} {}", calling, detail);
        trail.record(Access.refused(AuditAction.SECURITY_ALERT, calling, "", "", detail));
    }

    private static RefusedCall call(ResultSet row, int number) throws SQLException {
        return new RefusedCall(
                row.getString("calling_ae_title"),
                row.getString("called_ae_title"),
                row.getString("address"),
                Phrase.decode(row.getString("reason")),
                row.getLong("calls"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant());
    }
}
