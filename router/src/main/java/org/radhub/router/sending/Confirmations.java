package org.radhub.router.sending;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which instances a destination has confirmed that it has. */
@Repository
class Confirmations {
    private final JdbcClient jdbc;

    Confirmations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return ids of the instances of the study that the destination has confirmed since then */
    Set<UUID> of(UUID studyId, String destination, Instant since) {
        return new HashSet<>(jdbc.sql("""
                        select instance_id from router.confirmation
                         where study_id = :study and destination = :destination and confirmed_at >= :since""")
                .param("study", studyId)
                .param("destination", destination)
                .param("since", Sql.time(since))
                .query(UUID.class)
                .list());
    }

    void add(UUID studyId, String destination, Collection<UUID> instances, Instant now) {
        jdbc.sql("""
                        insert into router.confirmation (study_id, destination, instance_id, confirmed_at)
                        select :study, :destination, instance, :now from unnest(:instances) as instance
                        on conflict (study_id, destination, instance_id) do update
                        set confirmed_at = excluded.confirmed_at""")
                .param("study", studyId)
                .param("destination", destination)
                .param("instances", instances.toArray(UUID[]::new))
                .param("now", Sql.time(now))
                .update();
    }

    void remove(UUID studyId, String destination, Collection<UUID> instances) {
        jdbc.sql("""
                        delete from router.confirmation
                         where study_id = :study and destination = :destination and instance_id = any(:instances)""")
                .param("study", studyId)
                .param("destination", destination)
                .param("instances", instances.toArray(UUID[]::new))
                .update();
    }
}
