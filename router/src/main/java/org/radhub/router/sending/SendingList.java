package org.radhub.router.sending;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.router.Lane;
import org.radhub.router.Sending;
import org.radhub.router.SendingQuery;
import org.radhub.router.SendingState;
import org.radhub.storage.Study;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The queue as people see it, and those that put something into it. */
@Repository
class SendingList {
    private final JdbcClient jdbc;

    SendingList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Queues the study as it is with this many instances; once for each destination and number.
     *
     * @return whether it was not queued before
     */
    boolean add(UUID id, Study study, int instances, String destination, Lane lane, Instant now) {
        queuesUp(destination, study.site());
        return jdbc.sql("""
                        insert into router.sending
                            (id, study_id, site, study_instance_uid, destination, content, occasion, lane, state,
                             instances, queued_at, trying_since, due_at)
                        values (:id, :study, :site, :uid, :destination, :instances, 0, :lane, 'WAITING', :instances,
                                :now, :now, :now)
                        on conflict (study_id, destination, content, occasion) do nothing""")
                        .param("id", id)
                        .param("study", study.id())
                        .param("site", study.site())
                        .param("uid", study.studyInstanceUid())
                        .param("destination", destination)
                        .param("instances", instances)
                        .param("lane", lane.ordinal())
                        .param("now", Sql.time(now))
                        .update()
                > 0;
    }

    private void queuesUp(String destination, String site) {
        jdbc.sql("""
                        insert into router.turn (destination, site, taken_at) values (:destination, :site, '-infinity')
                        on conflict do nothing""").param("destination", destination).param("site", site).update();
    }

    /** Queues the study once more, all of it. */
    void addAfresh(UUID id, Study study, String destination, Lane lane, String person, Instant now) {
        queuesUp(destination, study.site());
        jdbc.sql("""
                        insert into router.sending
                            (id, study_id, site, study_instance_uid, destination, content, occasion, lane, state,
                             instances, queued_at, trying_since, due_at, afresh_since, decided_by)
                        select :id, :study, :site, :uid, :destination, :instances, coalesce(max(occasion), 0) + 1, :lane,
                               'WAITING', :instances, :now, :now, :now, :now, :person
                          from router.sending
                         where study_id = :study and destination = :destination and content = :instances""")
                .param("id", id)
                .param("study", study.id())
                .param("site", study.site())
                .param("uid", study.studyInstanceUid())
                .param("destination", destination)
                .param("instances", study.instanceCount())
                .param("lane", lane.ordinal())
                .param("person", person)
                .param("now", Sql.time(now))
                .update();
    }

    Optional<Sending> find(UUID id) {
        return jdbc.sql("select * from router.sending where id = :id")
                .param("id", id)
                .query(SendingRows::sending)
                .optional();
    }

    /** Locks it until the transaction ends. */
    Optional<Sending> lock(UUID id) {
        return jdbc.sql("select * from router.sending where id = :id for update")
                .param("id", id)
                .query(SendingRows::sending)
                .optional();
    }

    List<Sending> ofStudy(UUID studyId) {
        return jdbc.sql("select * from router.sending where study_id = :study order by queued_at desc, id")
                .param("study", studyId)
                .query(SendingRows::sending)
                .list();
    }

    /** Where the study went, or goes, by rule. */
    List<String> destinationsOf(UUID studyId) {
        return jdbc.sql("""
                        select destination from router.sending
                         where study_id = :study and occasion = 0 and state <> 'DISCARDED'
                         union select destination from router.went where study_id = :study""").param("study", studyId).query(String.class).list();
    }

    Page<Sending> list(SendingQuery query) {
        var where = " where (cast(:state as text) is null or state = :state)"
                + " and (cast(:destination as text) is null or destination = :destination)";
        var oldestFirst = query.state().filter(SendingState.DEAD::equals).isPresent();
        var order = oldestFirst ? " order by queued_at, id" : " order by queued_at desc, id";
        var state = query.state().map(Enum::name).orElse(null);
        var destination = query.destination().orElse(null);
        var total = jdbc.sql("select count(*) from router.sending" + where)
                .param("state", state)
                .param("destination", destination)
                .query(Long.class)
                .single();
        var items = jdbc.sql("select * from router.sending" + where + order + " limit :size offset :offset")
                .param("state", state)
                .param("destination", destination)
                .param("size", query.size())
                .param("offset", (long) (query.page() - 1) * query.size())
                .query(SendingRows::sending)
                .list();
        return Page.of(items, query.page(), query.size(), total);
    }

    List<UUID> dead(String destination) {
        return jdbc.sql("""
                        select id from router.sending where destination = :destination and state = 'DEAD'
                         order by queued_at, id""").param("destination", destination).query(UUID.class).list();
    }

    /** For who has locked it. */
    void replay(Sending sending, String person, Instant now) {
        jdbc.sql("""
                        update router.sending
                           set state = :state, attempts = 0, failures = 0, trying_since = :now, due_at = :now,
                               ended_at = null, decided_by = :person
                         where id = :id""")
                .param("id", sending.id())
                .param("state", sending.state().to(SendingState.WAITING).name())
                .param("now", Sql.time(now))
                .param("person", person)
                .update();
    }

    /** For who has locked it. */
    void discard(Sending sending, String person, Instant now) {
        jdbc.sql("""
                        update router.sending
                           set state = :state, ended_at = :now, decided_by = :person
                         where id = :id""")
                .param("id", sending.id())
                .param("state", sending.state().to(SendingState.DISCARDED).name())
                .param("now", Sql.time(now))
                .param("person", person)
                .update();
    }

    /** Of what may still go: a dead one is replayed in the lane that the study has by then. */
    void changeLane(UUID studyId, Lane lane) {
        jdbc.sql("""
                        update router.sending set lane = :lane
                         where study_id = :study and state in ('WAITING', 'SENDING', 'COMMITTING', 'DEAD')""").param("study", studyId).param("lane", lane.ordinal()).update();
    }

    /** What goes to the destination before anything else of the study does goes in this lane at the latest. */
    void hasten(UUID studyId, String destination, Lane lane) {
        jdbc.sql("""
                        update router.sending set lane = :lane
                         where study_id = :study and destination = :destination and lane > :lane
                           and state in ('WAITING', 'SENDING')""")
                .param("study", studyId)
                .param("destination", destination)
                .param("lane", lane.ordinal())
                .update();
    }
}
