package org.radhub.router.sending;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Studies that rules for a priority are not applied to yet, because nobody has said how urgent they are. */
@Repository
class Undecided {
    private final JdbcClient jdbc;

    Undecided(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One that waits already goes on to wait as before. */
    void add(UUID studyId, Instant judgeAt) {
        jdbc.sql("insert into router.undecided (study_id, judge_at) values (:study, :at) on conflict do nothing")
                .param("study", studyId)
                .param("at", Sql.time(judgeAt))
                .update();
    }

    /** One that has waited long enough, and that no other process looks at; locked until the transaction ends. */
    Optional<UUID> due(Instant now) {
        return jdbc.sql("""
                        select study_id from router.undecided where judge_at <= :now
                         order by judge_at limit 1 for update skip locked""").param("now", Sql.time(now)).query(UUID.class).optional();
    }

    void postpone(UUID studyId, Instant judgeAt) {
        jdbc.sql("update router.undecided set judge_at = :at where study_id = :study")
                .param("study", studyId)
                .param("at", Sql.time(judgeAt))
                .update();
    }

    void remove(UUID studyId) {
        jdbc.sql("delete from router.undecided where study_id = :study")
                .param("study", studyId)
                .update();
    }
}
