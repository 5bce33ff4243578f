package org.radhub.router.sending;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.radhub.registry.Phrase;
import org.radhub.router.Outcome;
import org.radhub.router.SendingProblem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What destinations said of single instances. */
@Repository
class ProblemList {
    private static final int MOST_SHOWN = 100;

    private final JdbcClient jdbc;

    ProblemList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Gravest first; the first hundred. */
    List<SendingProblem> of(UUID sendingId) {
        return jdbc.sql("""
                        select * from router.sending_problem where sending_id = :id
                         order by array_position(array['PERMANENT', 'TEMPORARY', 'WARNING'], kind), sop_instance_uid
                         limit :most""")
                .param("id", sendingId)
                .param("most", MOST_SHOWN)
                .query((row, number) -> new SendingProblem(
                        row.getString("sop_instance_uid"),
                        SendingProblem.Kind.valueOf(row.getString("kind")),
                        Phrase.decode(row.getString("problem")),
                        row.getInt("times"),
                        Sql.instant(row, "last_at")))
                .list();
    }

    /** SOP Instance UIDs of those that were refused for good so often that they are not sent again. */
    Set<String> refused(UUID sendingId, int times) {
        return new HashSet<>(jdbc.sql("""
                        select sop_instance_uid from router.sending_problem
                         where sending_id = :id and kind = 'PERMANENT' and times >= :times""")
                .param("id", sendingId)
                .param("times", times)
                .query(String.class)
                .list());
    }

    /** Adds the outcomes, by SOP Instance UID, to those of earlier tries. */
    void add(UUID sendingId, Map<String, Outcome> outcomes, Instant now) {
        if (outcomes.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into router.sending_problem (sending_id, sop_instance_uid, kind, problem, times, last_at)
                        select :id, uid, kind, problem, 1, :now
                          from unnest(:uids, :kinds, :problems) as new (uid, kind, problem)
                        on conflict (sending_id, sop_instance_uid) do update
                        set kind = excluded.kind, problem = excluded.problem, times = sending_problem.times + 1,
                            last_at = excluded.last_at""")
                .param("id", sendingId)
                .param("uids", outcomes.keySet().toArray(String[]::new))
                .param("kinds", texts(outcomes, outcome -> Problems.kind(outcome)
                        .name()))
                .param("problems", texts(outcomes, outcome -> Sql.text(Problems.of(outcome))))
                .param("now", Sql.time(now))
                .update();
    }

    /** These are well now. */
    void clear(UUID sendingId, Collection<String> sopInstanceUids) {
        if (sopInstanceUids.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        delete from router.sending_problem
                         where sending_id = :id and sop_instance_uid = any(:uids)""")
                .param("id", sendingId)
                .param("uids", sopInstanceUids.toArray(String[]::new))
                .update();
    }

    /** What was refused for good is sent once more. */
    void forgive(UUID sendingId) {
        jdbc.sql("""
                        update router.sending_problem set kind = 'TEMPORARY'
                         where sending_id = :id and kind = 'PERMANENT'""").param("id", sendingId).update();
    }

    private static String[] texts(Map<String, Outcome> outcomes, Function<Outcome, String> text) {
        return outcomes.values().stream().map(text).toArray(String[]::new);
    }
}
