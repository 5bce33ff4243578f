package org.radhub.router.sending;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.registry.Phrase;
import org.radhub.router.Lane;
import org.radhub.router.SendingState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The queue as its workers see it. What a worker writes down it writes under its lease: where that was lost, nothing is changed, and the
 * answer says so.
 */
@Repository
class SendingQueue {
    /** Of one study, one sending after the other goes to a destination. */
    private static final String FIRST_OF_ITS_STUDY = """
            not exists (
                select 1 from router.sending e
                 where e.study_id = s.study_id and e.destination = s.destination
                   and e.state in ('WAITING', 'SENDING')
                   and (e.queued_at, e.id) < (s.queued_at, s.id))""";

    private static final Phrase VANISHED = Phrase.of("router.sending.vanished");

    private final JdbcClient jdbc;

    SendingQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Gives out the sending that is to go to this destination next: the earliest lane first; in a lane, sites take turns; of a site, the oldest;
     * of one study, one after the other. A worker that let its lease run out has lost its sending. For who holds the destination.
     */
    Optional<Claim> claim(String destination, UUID lease, Instant now, Instant until) {
        var claim = next(destination, now).flatMap(id -> jdbc.sql("""
                        update router.sending
                           set state = 'SENDING', attempts = attempts + 1, tried_at = :now, lease = :lease,
                               lease_until = :until, trying_since = case when attempts = 0 then :now else trying_since end,
                               failures = failures + case when state = 'SENDING' then 1 else 0 end,
                               last_error = case when state = 'SENDING' then :vanished else last_error end
                         where id = :id
                           and (state in ('WAITING', 'COMMITTING') and due_at <= :now
                                or state = 'SENDING' and lease_until <= :now)
                        returning *""")
                .param("id", id)
                .param("lease", lease)
                .param("vanished", Sql.text(VANISHED))
                .param("now", Sql.time(now))
                .param("until", Sql.time(until))
                .query(SendingRows::claim)
                .optional());
        claim.ifPresent(taken -> jdbc.sql("""
                        update router.turn set taken_at = :now where destination = :destination and site = :site""")
                .param("now", Sql.time(now))
                .param("destination", destination)
                .param("site", taken.sending().site())
                .update());
        return claim;
    }

    private Optional<UUID> next(String destination, Instant now) {
        return jdbc.sql("""
                        select first.id
                          from router.turn t cross join lateral (
                            select s.id, s.lane, s.queued_at from router.sending s
                             where s.destination = t.destination and s.site = t.site
                               and (s.state in ('WAITING', 'COMMITTING') and s.due_at <= :now
                                    or s.state = 'SENDING' and s.lease_until <= :now)
                               and %s
                             order by s.lane, s.queued_at, s.id limit 1) first
                         where t.destination = :destination
                         order by first.lane, t.taken_at, first.queued_at, first.id limit 1""".formatted(FIRST_OF_ITS_STUDY))
                .param("destination", destination)
                .param("now", Sql.time(now))
                .query(UUID.class)
                .optional();
    }

    /** Names of the destinations that something is due for, or was left behind for by a worker that died. */
    List<String> destinationsWithWork(Instant now) {
        return jdbc.sql("""
                        select distinct destination from router.sending
                         where state in ('WAITING', 'COMMITTING') and due_at <= :now
                            or state = 'SENDING' and lease_until <= :now
                         order by destination""").param("now", Sql.time(now)).query(String.class).list();
    }

    /** How many sendings are on their way to the destination, in all processes. */
    int onTheirWay(String destination, Instant now) {
        return jdbc.sql("""
                        select count(*) from router.sending
                         where destination = :destination and state = 'SENDING' and lease_until > :now""")
                .param("destination", destination)
                .param("now", Sql.time(now))
                .query(Integer.class)
                .single();
    }

    /** The earliest lane in which something waits for the destination that would be given out if there were a place. */
    Optional<Lane> earliestWaiting(String destination, Instant now) {
        return jdbc.sql("""
                        select s.lane from router.sending s
                         where s.destination = :destination and s.state = 'WAITING' and s.due_at <= :now
                           and %s
                         order by s.lane limit 1""".formatted(FIRST_OF_ITS_STUDY))
                .param("destination", destination)
                .param("now", Sql.time(now))
                .query(Integer.class)
                .optional()
                .map(lane -> Lane.values()[lane]);
    }

    /** The lanes in which what is held under these leases is by now. */
    Map<UUID, Lane> lanes(Collection<UUID> leases) {
        return jdbc
                .sql("select lease, lane from router.sending where lease = any(:leases)")
                .param("leases", leases.toArray(UUID[]::new))
                .query((row, number) ->
                        Map.entry(row.getObject("lease", UUID.class), Lane.values()[row.getInt("lane")]))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @return those of the leases that are still held */
    Set<UUID> extend(Collection<UUID> leases, Instant until) {
        return new HashSet<>(jdbc.sql("""
                        update router.sending set lease_until = :until where lease = any(:leases) returning lease""")
                .param("leases", leases.toArray(UUID[]::new))
                .param("until", Sql.time(until))
                .query(UUID.class)
                .list());
    }

    boolean progress(Claim claim, int instances, int confirmed) {
        return jdbc.sql("""
                        update router.sending set instances = :instances, confirmed = :confirmed
                         where id = :id and lease = :lease""")
                        .param("id", claim.id())
                        .param("lease", claim.lease())
                        .param("instances", instances)
                        .param("confirmed", confirmed)
                        .update()
                > 0;
    }

    boolean sent(Claim claim, Instant now) {
        return leave(claim, SendingState.SENT, now, "ended_at = :at, last_error = null");
    }

    /** Waits for a storage commitment report; asks again at the deadline. */
    boolean committing(Claim claim, Instant deadline) {
        return leave(claim, SendingState.COMMITTING, deadline, "due_at = :at, last_error = null");
    }

    /** Put down for something else, not for a failure: as if it had not been taken up. */
    boolean putBack(Claim claim, Instant now) {
        return leave(claim, SendingState.WAITING, now, "due_at = :at, attempts = attempts - 1");
    }

    /** @param own whether it failed for the sending's own sake */
    boolean failed(Claim claim, Phrase error, boolean own, Instant nextTry) {
        return leave(claim, SendingState.WAITING, nextTry, "due_at = :at") && note(claim.id(), error, own);
    }

    boolean givenUp(Claim claim, Phrase error, Instant now) {
        return leave(claim, SendingState.DEAD, now, "ended_at = :at") && note(claim.id(), error, true);
    }

    /**
     * Gives up what has been tried since before this without success, or waits since then for a destination that has failed all the while. What
     * only waits for its turn is not given up.
     */
    int giveUp(Instant before, Instant now) {
        return jdbc.sql("""
                        update router.sending s
                           set state = 'DEAD', ended_at = :now, last_error = coalesce(s.last_error, d.last_error)
                          from router.destination d
                         where d.name = s.destination and d.enabled and s.state = 'WAITING' and s.trying_since < :before
                           and (s.failures > 0 or d.failing_since < :before)""")
                .param("before", Sql.time(before))
                .param("now", Sql.time(now))
                .update();
    }

    /** The sending, for who takes in a report on it, locked until the transaction ends. */
    Optional<Claim> lock(UUID id) {
        return jdbc.sql("select * from router.sending where id = :id for update")
                .param("id", id)
                .query(SendingRows::claim)
                .optional();
    }

    /** The report said that all is kept. For who has locked it. */
    void committed(Claim locked, Instant now) {
        leave(locked, SendingState.COMMITTED, now, "ended_at = :at, last_error = null");
    }

    /** The report said that some are not kept. For who has locked it. */
    void notCommitted(Claim locked, Phrase error, Instant nextTry) {
        note(locked.id(), error, true);
        leave(locked, SendingState.WAITING, nextTry, "due_at = :at");
    }

    private boolean note(UUID id, Phrase error, boolean own) {
        return jdbc.sql("update router.sending set last_error = :error, failures = failures + :own where id = :id")
                        .param("id", id)
                        .param("error", Sql.text(error))
                        .param("own", own ? 1 : 0)
                        .update()
                > 0;
    }

    /** From the state, and under the lease, if any, that the claim was read with. */
    private boolean leave(Claim claim, SendingState next, Instant at, String columns) {
        return jdbc.sql("update router.sending set state = :state, lease = null, lease_until = null, " + columns
                                + " where id = :id and lease is not distinct from cast(:lease as uuid)")
                        .param("id", claim.id())
                        .param("lease", claim.lease())
                        .param("state", claim.sending().state().to(next).name())
                        .param("at", Sql.time(at))
                        .update()
                > 0;
    }
}
