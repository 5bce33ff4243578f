package org.radhub.storage.processes;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.radhub.storage.Processes;
import org.radhub.storage.WrongSetting;
import org.radhub.storage.pack.Spool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rows of the processes. One that was killed, or does not reach the database, is missed after a few beats, and waited for as long as a new
 * start takes; what it has then still not told is late. One that says it is behind is given longer.
 */
@Component
public class ProcessBook implements Processes {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Duration FORGOTTEN = Duration.ofDays(1);

    /** An answer that took longer says little of the clock. */
    private static final Duration PROMPT = Duration.ofMillis(500);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Spool spool;
    private final Clock clock;
    private final Duration missed;
    private final Duration absenceLimit;
    private final Duration behindLimit;
    private volatile Duration clockAhead = Duration.ZERO;

    /**
     * @param pulse how often each says that it is there; three times that is the least after which a study may be complete by calm alone
     * @param absenceLimit how long a process that is not heard any more is waited for
     * @param behindLimit how long one that knows of instances outside the index
     */
    ProcessBook(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Spool spool,
            Clock clock,
            @Value("${radhub.storage.pulse:1s}") Duration pulse,
            @Value("${radhub.storage.absence-limit:30s}") Duration absenceLimit,
            @Value("${radhub.storage.behind-limit:10m}") Duration behindLimit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.spool = spool;
        this.clock = clock;
        this.missed = pulse.multipliedBy(5).dividedBy(2);
        this.absenceLimit = absenceLimit;
        this.behindLimit = behindLimit;
    }

    /**
     * What the other processes mean for judgements of this one.
     *
     * @param mayLack whether the index may lack what one of them was sent a while ago
     * @param clockBehind how far the clock of one of them is behind that of this process: so much earlier it says that something came
     */
    public record Others(boolean mayLack, Duration clockBehind) {}

    public Others others() {
        return jdbc.sql("""
                select coalesce(bool_or(
                           behind_since > clock_timestamp() - make_interval(secs => :behind)
                           or left_at is null and heard_at < clock_timestamp() - make_interval(secs => :missed)
                              and heard_at > clock_timestamp() - make_interval(secs => :absence)
                       ) filter (where node_id <> :here), false) as may_lack,
                       coalesce(:ahead - min(clock_ahead_ms) filter (
                           where node_id <> :here and heard_at > clock_timestamp() - make_interval(secs => :absence)), 0) as ahead
                from storage.process""")
                .param("behind", seconds(behindLimit))
                .param("missed", seconds(missed))
                .param("absence", seconds(absenceLimit))
                .param("here", spool.node())
                .param("ahead", clockAhead.toMillis())
                .query((row, number) ->
                        new Others(row.getBoolean("may_lack"), Duration.ofMillis(Math.max(0, row.getLong("ahead")))))
                .single();
    }

    private record Last(OffsetDateTime heardAt, boolean recent) {}

    /**
     * Two processes of one name would take each other's packs for lost. Whoever was killed a moment ago was heard a moment ago: it is waited until
     * that is over, or has been heard again.
     *
     * @throws WrongSetting if a process of this name runs elsewhere
     */
    void requireAlone() {
        var first = lastHeard();
        var last = first;
        while (last.filter(Last::recent).isPresent()) {
            LockSupport.parkNanos(LOOK_NANOS);
            last = lastHeard();
            if (last.isPresent() && !last.get().heardAt().equals(first.get().heardAt())) {
                throw new WrongSetting(
                        "RADHUB_HOME has the node-id " + spool.node()
                                + " of a process that runs elsewhere, as a copy of its folder or machine has; start this one with an empty RADHUB_HOME");
            }
        }
    }

    private Optional<Last> lastHeard() {
        return jdbc.sql("""
                select heard_at, left_at is null and heard_at > clock_timestamp() - make_interval(secs => :missed) as recent
                from storage.process where node_id = :here""")
                .param("missed", seconds(missed))
                .param("here", spool.node())
                .query(Last.class)
                .optional();
    }

    /**
     * This process is there.
     *
     * @param behind whether it may have instances of a while ago that are not in the index
     */
    void isHere(UUID process, boolean behind) {
        transactions.executeWithoutResult(status -> {
            compareClocks();
            // Nothing hangs on the last of these being on the disk, which is busy with what does.
            jdbc.sql("set local synchronous_commit to off").update();
            jdbc.sql("""
                    insert into storage.process as p (node_id, process_id, heard_at, behind_since, clock_ahead_ms)
                    values (:node, :process, clock_timestamp(), case when :behind then clock_timestamp() end, :ahead)
                    on conflict (node_id) do update set
                        behind_since = case when p.process_id = excluded.process_id and :behind
                            then coalesce(p.behind_since, excluded.behind_since) else excluded.behind_since end,
                        process_id = excluded.process_id, heard_at = excluded.heard_at, left_at = null,
                        clock_ahead_ms = excluded.clock_ahead_ms""")
                    .param("node", spool.node())
                    .param("process", process)
                    .param("behind", behind)
                    .param("ahead", clockAhead.toMillis())
                    .update();
        });
    }

    private void compareClocks() {
        var before = clock.instant();
        long asked = System.nanoTime();
        var theirs =
                jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
        var took = Duration.ofNanos(System.nanoTime() - asked);
        if (took.compareTo(PROMPT) < 0) {
            clockAhead = Duration.between(theirs.toInstant(), before.plus(took.dividedBy(2)));
        }
    }

    /** This process stops, and everything that it acknowledged is in the index. */
    void leave() {
        jdbc.sql("update storage.process set left_at = clock_timestamp(), behind_since = null where node_id = ?")
                .param(spool.node())
                .update();
        forget();
    }

    /** Those are forgotten that have left, or have been gone for a day, and took nothing with them. */
    void forget() {
        jdbc.sql("""
                delete from storage.process p
                where (p.left_at is not null or p.heard_at < clock_timestamp() - make_interval(secs => ?)) and not exists (
                    select 1 from storage.pack k where k.node_id = p.node_id and k.state = 'SPOOLED')""").param(seconds(FORGOTTEN)).update();
    }

    @Override
    public List<Standing> all() {
        return jdbc.sql("""
                select p.node_id, p.heard_at, p.left_at is not null or p.heard_at < clock_timestamp() - make_interval(secs => :absence) as gone,
                       p.behind_since is not null as behind, p.clock_ahead_ms,
                       exists (select 1 from storage.pack k where k.node_id = p.node_id and k.state = 'SPOOLED') as is_unique
                from storage.process p order by p.node_id""")
                .param("absence", seconds(absenceLimit))
                .query((row, number) -> {
                    var node = row.getObject("node_id", UUID.class);
                    return new Standing(
                            node,
                            node.equals(spool.node()),
                            row.getObject("heard_at", OffsetDateTime.class).toInstant(),
                            row.getBoolean("gone"),
                            row.getBoolean("behind"),
                            row.getBoolean("is_unique"),
                            Duration.ofMillis(row.getLong("clock_ahead_ms")));
                })
                .list();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
