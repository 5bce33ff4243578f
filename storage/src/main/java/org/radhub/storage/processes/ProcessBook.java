package org.radhub.storage.processes;

import java.sql.Types;
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
 * start takes; what it has then still not told is late. One that says it is behind is given longer. Times are the database's, which may be set
 * as well.
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
    private volatile Contact contact = Contact.NONE;

    /**
     * The time since which this process could have heard of others.
     *
     * @param sinceNanos when it reached the database after a time without
     * @param before when it had last been heard itself before that time; null if nobody knows
     * @param lastNanos when it was heard last
     * @param last the same by the database's clock
     */
    private record Contact(long sinceNanos, OffsetDateTime before, long lastNanos, OffsetDateTime last) {
        static final Contact NONE = new Contact(0, null, 0, null);
    }

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

    /** Where the database was away for all, those are waited for that were heard about as late as this process was. */
    public Others others() {
        var since = contact;
        var asked = System.nanoTime();
        boolean outOfTouch = since.last() == null || asked - since.lastNanos() > missed.toNanos();
        return jdbc.sql("""
                select coalesce(bool_or(
                           behind_since > clock_timestamp() - make_interval(secs => :behind)
                           or left_at is null and (:outOfTouch
                              or heard_at < clock_timestamp() - make_interval(secs => :missed)
                                 and (heard_at > clock_timestamp() - make_interval(secs => :absence)
                                      or :newcomer and heard_at > cast(:before as timestamptz) - make_interval(secs => :absence)))
                       ) filter (where node_id <> :here), false) as may_lack,
                       coalesce(:ahead - min(clock_ahead_ms) filter (
                           where node_id <> :here and left_at is null
                               and heard_at between clock_timestamp() - make_interval(secs => :absence)
                                   and clock_timestamp() + make_interval(secs => :missed)), 0) as ahead
                from storage.process""")
                .param("behind", seconds(behindLimit))
                .param("outOfTouch", outOfTouch)
                .param("missed", seconds(missed))
                .param("absence", seconds(absenceLimit))
                .param("newcomer", isNewcomer(since, asked))
                .param("before", since.before(), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("here", spool.node())
                .param("ahead", clockAhead.toMillis())
                .query((row, number) ->
                        new Others(row.getBoolean("may_lack"), Duration.ofMillis(Math.max(0, row.getLong("ahead")))))
                .single();
    }

    /**
     * Two processes of one name would take each other's packs for lost. Whoever was killed a moment ago was heard a moment ago: it is waited as
     * long as it would take to be heard again.
     *
     * @throws WrongSetting if a process of this name runs elsewhere
     */
    void requireAlone() {
        var first = lastHeard();
        contact = new Contact(0, first.map(Last::heardAt).orElse(null), 0, null);
        var begun = System.nanoTime();
        var last = first;
        while (last.filter(Last::recent).isPresent() && System.nanoTime() - begun < missed.toNanos()) {
            LockSupport.parkNanos(LOOK_NANOS);
            last = lastHeard();
            if (last.isPresent() && !last.get().heardAt().equals(first.get().heardAt())) {
                throw new WrongSetting(doubled());
            }
        }
    }

    /** What is to be said to an operator where two processes have one name. */
    String doubled() {
        return "another process has the node-id " + spool.node()
                + " of this RADHUB_HOME: one of the two homes is a copy."
                + " Find out which, delete nothing in a spool before that, and start the copy with an empty RADHUB_HOME";
    }

    private record Last(OffsetDateTime heardAt, boolean recent) {}

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
     * @return false if another process says so under this name
     */
    boolean isHere(UUID process, boolean behind) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            var now = compareClocks();
            // Nothing hangs on the last of these being on the disk, which is busy with what does.
            jdbc.sql("set local synchronous_commit to off").update();
            int written = jdbc.sql("""
                    insert into storage.process as p (node_id, process_id, heard_at, behind_since, clock_ahead_ms)
                    values (:node, :process, clock_timestamp(), case when :behind then clock_timestamp() end, :ahead)
                    on conflict (node_id) do update set
                        behind_since = case when p.process_id = excluded.process_id and :behind
                            then least(p.behind_since, excluded.behind_since) else excluded.behind_since end,
                        process_id = excluded.process_id, heard_at = excluded.heard_at, left_at = null,
                        clock_ahead_ms = excluded.clock_ahead_ms
                    where :first or p.process_id = excluded.process_id or p.left_at is not null
                        or p.heard_at < clock_timestamp() - make_interval(secs => :missed)""")
                    .param("node", spool.node())
                    .param("process", process)
                    .param("behind", behind)
                    .param("ahead", clockAhead.toMillis())
                    .param("first", contact.last() == null)
                    .param("missed", seconds(missed))
                    .update();
            touched(now);
            return written == 1;
        }));
    }

    private void touched(OffsetDateTime now) {
        var at = System.nanoTime();
        var earlier = contact;
        boolean again = earlier.last() == null || at - earlier.lastNanos() > missed.toNanos();
        // Who is gone again before the others could have been heard still waits for the same.
        boolean anew = again && earlier.last() != null && !isNewcomer(earlier, at);
        contact = new Contact(again ? at : earlier.sinceNanos(), anew ? earlier.last() : earlier.before(), at, now);
    }

    private boolean isNewcomer(Contact since, long nanos) {
        return since.before() != null && nanos - since.sinceNanos() < absenceLimit.toNanos();
    }

    /** @return the time by the database's clock */
    private OffsetDateTime compareClocks() {
        var before = clock.instant();
        long asked = System.nanoTime();
        var theirs =
                jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
        var took = Duration.ofNanos(System.nanoTime() - asked);
        if (took.compareTo(PROMPT) < 0) {
            clockAhead = Duration.between(theirs.toInstant(), before.plus(took.dividedBy(2)));
        }
        return theirs;
    }

    /** This process stops, and everything that it acknowledged is in the index. */
    void leave(UUID process) {
        jdbc.sql("""
                update storage.process set left_at = clock_timestamp(), behind_since = null
                where node_id = ? and process_id = ?""").params(spool.node(), process).update();
        forget();
    }

    /** Those are forgotten that have left, or have been gone for a day, and took nothing with them. */
    void forget() {
        jdbc.sql("""
                delete from storage.process p
                where (p.left_at is not null or p.heard_at < clock_timestamp() - make_interval(secs => ?))
                    and p.behind_since is null and not exists (
                    select 1 from storage.pack k where k.node_id = p.node_id and k.state = 'SPOOLED')""").param(seconds(FORGOTTEN)).update();
    }

    /** Its spool is gone for good: nothing is expected of it any more. */
    public void giveUp(UUID node) {
        jdbc.sql("delete from storage.process where node_id = ?").param(node).update();
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
