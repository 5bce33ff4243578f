package org.radhub.storage.completeness;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.storage.Evidence;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The steps of a study's state, each decided in one transaction with what is told of it. A study that another process decides on just now
 * is passed over.
 */
@Component
class StudyProgress {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;

    StudyProgress(JdbcClient jdbc, TransactionTemplate transactions, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    private record Settled(UUID id, boolean associationsClosed) {}

    /** Declares one study complete, if there is one that is; whether there was. */
    boolean complete(Instant now, Duration settle, Duration quiet) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            var found = jdbc.sql("""
                    select s.id, coalesce(c.all_closed and c.last_closed <= :settled and s.active_at <= :settled, false)
                                     as associations_closed
                    from storage.study s
                    left join lateral (
                        select bool_and(x.closed_at is not null) as all_closed, max(x.closed_at) as last_closed
                        from storage.sending x where x.study_id = s.id) c on true
                    where s.state = 'ARRIVING' and s.instance_count > 0 and s.active_at <= :settled
                        and (c.all_closed and c.last_closed <= :settled or s.active_at <= :quiet)
                    order by s.active_at limit 1
                    for update of s skip locked""")
                    .param("settled", time(now.minus(settle)))
                    .param("quiet", time(now.minus(quiet)))
                    .query(Settled.class)
                    .optional();
            found.ifPresent(study -> declare(study, now, study.associationsClosed() ? settle : quiet));
            return found.isPresent();
        }));
    }

    private void declare(Settled study, Instant now, Duration waited) {
        var kind = study.associationsClosed() ? Evidence.Kind.ASSOCIATION_CLOSED : Evidence.Kind.QUIET_TIME;
        var key = study.associationsClosed() ? "storage.evidence.association-closed" : "storage.evidence.quiet-time";
        jdbc.sql("""
                update storage.study set state = 'COMPLETE', completed_at = :now, evidence_kind = :kind,
                    evidence_detail = :detail
                where id = :id""")
                .param("id", study.id())
                .param("now", time(now))
                .param("kind", kind.name())
                .param("detail", Phrase.of(key, waited.toSeconds()).encoded())
                .update();
        jdbc.sql("delete from storage.sending where study_id = ?")
                .param(study.id())
                .update();
    }

    private record Complete(
            UUID id,
            String site,
            String studyUid,
            int instanceCount,
            int lateInstances,
            long bytes,
            OffsetDateTime firstReceivedAt,
            OffsetDateTime lastReceivedAt,
            OffsetDateTime completedAt,
            String evidenceKind,
            String evidenceDetail,
            boolean arrivalTold) {

        Evidence evidence() {
            return new Evidence(Evidence.Kind.valueOf(evidenceKind), Phrase.decode(evidenceDetail));
        }
    }

    /** Tells of one complete study that it is, once the object store has it, or it was complete before the given time already. */
    boolean tellArrival(Instant atTheLatest) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            var found = jdbc.sql("""
                    select s.id, s.site, s.study_uid, s.instance_count, s.late_instances, s.bytes, s.first_received_at,
                           s.last_received_at, s.completed_at, s.evidence_kind, s.evidence_detail, s.arrival_told
                    from storage.study s
                    where s.state = 'COMPLETE' and (s.completed_at <= :latest or not exists (
                        select 1 from storage.pack p
                        where p.site = s.site and p.study_uid = s.study_uid and p.state = 'SPOOLED'))
                    order by s.completed_at limit 1
                    for update of s skip locked""")
                    .param("latest", time(atTheLatest))
                    .query(Complete.class)
                    .optional();
            found.ifPresent(this::tell);
            return found.isPresent();
        }));
    }

    private void tell(Complete study) {
        jdbc.sql("update storage.study set state = 'TOLD', arrival_told = true, late_instances = 0 where id = ?")
                .param(study.id())
                .update();
        if (!study.arrivalTold()) {
            events.publishEvent(new StudyArrived(
                    study.id(),
                    study.site(),
                    study.studyUid(),
                    study.instanceCount(),
                    study.bytes(),
                    study.firstReceivedAt().toInstant(),
                    study.lastReceivedAt().toInstant(),
                    study.completedAt().toInstant(),
                    study.evidence()));
        } else {
            events.publishEvent(new InstancesArrivedLate(
                    study.id(),
                    study.site(),
                    study.studyUid(),
                    study.lateInstances(),
                    study.instanceCount(),
                    study.lastReceivedAt().toInstant(),
                    study.completedAt().toInstant(),
                    study.evidence()));
        }
    }

    private record Stored(UUID id, String site, String studyUid, int objects, long bytes, OffsetDateTime storedAt) {}

    /** Tells of one study that the object store has confirmed all of it. */
    boolean tellStored() {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            var found = jdbc.sql("""
                    select s.id, s.site, s.study_uid, p.objects, p.bytes, p.stored_at
                    from storage.study s
                    cross join lateral (
                        select count(*) as objects, sum(p.bytes)::bigint as bytes, max(p.stored_at) as stored_at,
                               bool_and(p.state = 'STORED') as all_stored
                        from storage.pack p
                        where p.site = s.site and p.study_uid = s.study_uid and p.state <> 'DROPPED') p
                    where s.state = 'TOLD' and not s.stored_told and p.all_stored
                    order by s.completed_at limit 1
                    for update of s skip locked""").query(Stored.class).optional();
            found.ifPresent(study -> {
                jdbc.sql("update storage.study set stored_told = true where id = ?")
                        .param(study.id())
                        .update();
                events.publishEvent(new StudyStored(
                        study.id(),
                        study.site(),
                        study.studyUid(),
                        study.objects(),
                        study.bytes(),
                        study.storedAt().toInstant()));
            });
            return found.isPresent();
        }));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
