package org.radhub.storage.completeness;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Judges the studies that are arriving, and declares those complete that are. Each in one transaction that holds the study's row, so that no
 * instance comes in between, and other processes pass it over. What a study was judged by is remembered, and it is looked at again when that
 * has changed or when the time has come.
 */
@Component
class Completion {
    private static final int MOST_WARNINGS = 10;

    /** While instances come, each of them may be the last that is missing; this is often enough to look. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Patience patience;
    private final Paces paces;
    private final Facts facts;

    Completion(JdbcClient jdbc, TransactionTemplate transactions, Patience patience) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.patience = patience;
        this.paces = new Paces(jdbc);
        this.facts = new Facts(jdbc, paces);
    }

    /**
     * Judges one study, if there is one to be judged; whether there was.
     *
     * @param now by the clock of those who say that something comes
     * @param mayLack whether something of it may have come that the index does not know of
     */
    boolean judgeOne(Instant now, boolean mayLack) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            var found = candidate(now);
            found.ifPresent(study -> {
                var verdict = Judgement.of(facts.of(study, mayLack), now, patience);
                if (verdict instanceof Verdict.Complete complete) {
                    declare(study, complete, now);
                } else if (verdict instanceof Verdict.Wait wait) {
                    remember(study, now, wait.until());
                }
            });
            return found.isPresent();
        }));
    }

    /** Studies that have settled a little, and those that may prove themselves while they are still coming. */
    private Optional<Candidate> candidate(Instant now) {
        return jdbc.sql("""
                select s.id, s.site, s.study_uid, s.calling_ae, s.instance_count, s.announced, s.announced_series, s.active_at,
                       s.completed_at,
                       case when c.all_closed then c.last_closed end as closed_at, s.active_at <= :settled as settled
                from storage.study s
                left join storage.judgement j on j.study_id = s.id
                left join lateral (
                    select bool_and(x.closed_at is not null) as all_closed, max(x.closed_at) as last_closed
                    from storage.sending x where x.study_id = s.id) c on true
                where s.state = 'ARRIVING' and s.instance_count > 0
                    and (s.active_at <= :settled or s.instance_count = s.announced or exists (
                        select 1 from storage.performed_step p
                        where p.site = s.site and p.study_uid = s.study_uid and p.state <> 'IN_PROGRESS'))
                    and (j.study_id is null or j.look_at <= :now
                        or (s.active_at <= :settled or s.instance_count = s.announced or j.judged_at <= :again)
                            and (j.active_at <> s.active_at or j.instances <> s.instance_count
                                or j.closed_at is distinct from
                                case when c.all_closed then c.last_closed end))
                order by s.active_at limit 1
                for update of s skip locked""")
                .param("now", time(now))
                .param("settled", time(now.minus(patience.settle().least())))
                .param("again", time(now.minus(BETWEEN_LOOKS)))
                .query(Candidate.class)
                .optional();
    }

    private void remember(Candidate study, Instant now, Instant until) {
        jdbc.sql("""
                insert into storage.judgement (study_id, instances, active_at, closed_at, judged_at, look_at)
                values (:id, :instances, :active, :closed, :now, :until)
                on conflict (study_id) do update set instances = excluded.instances, active_at = excluded.active_at,
                    closed_at = excluded.closed_at, judged_at = excluded.judged_at, look_at = excluded.look_at""")
                .param("id", study.id())
                .param("instances", study.instanceCount())
                .param("active", study.activeAt())
                .param("closed", study.closedAt())
                .param("now", time(now))
                .param("until", time(until))
                .update();
    }

    private void declare(Candidate study, Verdict.Complete complete, Instant now) {
        paces.learn(study, patience.visit(), now);
        jdbc.sql("""
                update storage.study set state = 'COMPLETE', completed_at = :now, evidence_kind = :kind,
                    evidence_detail = :detail,
                    warnings = array(select w from unnest(warnings) with ordinality as u(w, at)
                                     where not starts_with(w, :incomplete) order by at) || :warnings::text[]
                where id = :id""")
                .param("id", study.id())
                .param("now", time(now))
                .param("kind", complete.evidence().kind().name())
                .param("detail", complete.evidence().detail().encoded())
                .param("incomplete", Doubt.WARNINGS)
                .param(
                        "warnings",
                        complete.warnings().stream()
                                .limit(MOST_WARNINGS)
                                .map(Phrase::encoded)
                                .toArray(String[]::new))
                .update();
        jdbc.sql("delete from storage.sending where study_id = ?")
                .param(study.id())
                .update();
        jdbc.sql("delete from storage.judgement where study_id = ?")
                .param(study.id())
                .update();
        forget(study);
    }

    /** What was expected and has come is expected no longer; what has not is what late instances are judged by. */
    private void forget(Candidate study) {
        jdbc.sql("""
                delete from storage.expected_instance e
                where e.site = :site and e.study_uid = :uid and not exists (
                    select 1 from storage.expected_instance x
                    where x.site = e.site and x.study_uid = e.study_uid and not exists (
                        select 1 from storage.instance i where i.sop_uid = x.sop_uid and i.site = x.site))""").param("site", study.site()).param("uid", study.studyUid()).update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
