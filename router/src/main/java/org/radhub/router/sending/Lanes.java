package org.radhub.router.sending;

import java.util.Optional;
import java.util.UUID;
import org.radhub.router.Lane;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How urgent studies are, as far as somebody has said so. */
@Repository
class Lanes {
    /** Of the advisory locks of this database; any number that nothing else uses. */
    private static final int LOCK = 0x4C414E45;

    private final JdbcClient jdbc;

    Lanes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the transaction ends, nobody else judges by the study's lane or changes it. */
    void hold(UUID studyId) {
        jdbc.sql("select pg_advisory_xact_lock(:lock, hashtext(:study))")
                .param("lock", LOCK)
                .param("study", studyId.toString())
                .query()
                .listOfRows();
    }

    Optional<Lane> find(UUID studyId) {
        return jdbc.sql("select lane from router.study_lane where study_id = :study")
                .param("study", studyId)
                .query(Integer.class)
                .optional()
                .map(lane -> Lane.values()[lane]);
    }

    /** @return whether this is something new */
    boolean put(UUID studyId, Lane lane) {
        return jdbc.sql("""
                        insert into router.study_lane (study_id, lane) values (:study, :lane)
                        on conflict (study_id) do update set lane = excluded.lane
                        where study_lane.lane <> excluded.lane""")
                        .param("study", studyId)
                        .param("lane", lane.ordinal())
                        .update()
                > 0;
    }
}
