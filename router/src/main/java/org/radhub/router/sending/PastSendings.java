package org.radhub.router.sending;

import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was delivered long ago. What stays of it is where each study went by rule, for instances that come late. */
@Repository
class PastSendings {
    /** Of the advisory locks of this database; any number that nothing else uses. */
    private static final long LOCK = 0x7261_6468_7072_756eL;

    private final JdbcClient jdbc;

    PastSendings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether nobody else prunes until the transaction ends. */
    boolean alone() {
        return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query(Boolean.class)
                .single();
    }

    /**
     * Removes those that were delivered longest ago, with all that hangs on them. Confirmations stay while anything of the study is still in
     * the queue for the same destination: they keep a replay from sending again what is there.
     *
     * @return how many it removed
     */
    int prune(Instant before, int most) {
        var ids = jdbc.sql("""
                        select id from router.sending
                         where state in ('SENT', 'COMMITTED') and ended_at < :before
                         order by ended_at limit :most for update skip locked""")
                .param("before", Sql.time(before))
                .param("most", most)
                .query(UUID.class)
                .list()
                .toArray(UUID[]::new);
        if (ids.length == 0) {
            return 0;
        }
        jdbc.sql("""
                        insert into router.went (study_id, destination)
                        select study_id, destination from router.sending where id = any(:ids) and occasion = 0
                        on conflict do nothing""").param("ids", ids).update();
        jdbc.sql("""
                        delete from router.confirmation c using (
                            select distinct study_id, destination from router.sending s where s.id = any(:ids)
                               and not exists (
                                    select 1 from router.sending other
                                     where other.study_id = s.study_id and other.destination = s.destination
                                       and other.id <> all(:ids))) gone
                         where c.study_id = gone.study_id and c.destination = gone.destination""").param("ids", ids).update();
        for (var table : new String[] {"sending_problem", "commitment_request"}) {
            jdbc.sql("delete from router." + table + " where sending_id = any(:ids)")
                    .param("ids", ids)
                    .update();
        }
        return jdbc.sql("delete from router.sending where id = any(:ids)")
                .param("ids", ids)
                .update();
    }
}
