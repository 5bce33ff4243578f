package org.radhub.storage.completeness;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.storage.Evidence;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.LateSeries;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells of studies that are complete or stored, each in one transaction with its state. A study that another process decides on just now is
 * passed over.
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
        var late = study.arrivalTold() ? lateSeries(study.id()) : List.<LateSeries>of();
        jdbc.sql("update storage.series set told_instances = instance_count where study_id = ?")
                .param(study.id())
                .update();
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
                    study.evidence(),
                    late));
        }
    }

    private List<LateSeries> lateSeries(UUID study) {
        return jdbc.sql("""
                select series_uid as series_instance_uid, modality, number, description,
                       instance_count - told_instances as new_instances, instance_count as instances
                from storage.series where study_id = ? and instance_count > told_instances
                order by number, series_uid""").param(study).query(LateSeries.class).list();
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
                        and not exists (
                            select 1 from storage.instance i where i.study_id = s.id and i.lost_at is not null)
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
