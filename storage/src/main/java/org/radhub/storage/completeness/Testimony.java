package org.radhub.storage.completeness;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.registry.Phrase;
import org.radhub.storage.ExamProgress;
import org.radhub.storage.PerformedStep;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.SopReference;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.processes.ProcessBook;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What devices say of their studies beside sending them, and what they may rely on. */
@Component
class Testimony implements Safekeeping, ExamProgress {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final IndexFeed index;
    private final ProcessBook processes;

    Testimony(JdbcClient jdbc, TransactionTemplate transactions, IndexFeed index, ProcessBook processes) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.index = index;
        this.processes = processes;
    }

    @Override
    public boolean mayLack() {
        return index.isCatchingUp() || processes.others().mayLack();
    }

    private record Kept(String sopUid, String sopClass) {}

    @Override
    public List<State> of(String site, List<SopReference> references) {
        Map<String, String> kept = jdbc
                .sql("select sop_uid, sop_class from storage.instance"
                        + " where site = :site and sop_uid = any(:uids) and lost_at is null")
                .param("site", site)
                .param("uids", uids(references))
                .query(Kept.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Kept::sopUid, Kept::sopClass));
        return references.stream()
                .map(reference -> {
                    var sopClass = kept.get(reference.sopInstanceUid());
                    if (sopClass == null) {
                        return State.NOT_THERE;
                    }
                    return sopClass.equals(reference.sopClassUid()) ? State.SAFE : State.OF_ANOTHER_CLASS;
                })
                .toList();
    }

    @Override
    public Set<String> studiesOf(String site, List<SopReference> references) {
        return jdbc.sql("""
                select distinct s.study_uid from storage.instance i join storage.study s on s.id = i.study_id
                where i.site = :site and i.sop_uid = any(:uids)""")
                .param("site", site)
                .param("uids", uids(references))
                .query(String.class)
                .set();
    }

    private record Asked(String studyUid, String state, int instances) {}

    /** Instances that are not there belong to the study of those that are, if that is one. */
    @Override
    public void commitmentAsked(String site, String callingAeTitle, List<SopReference> references) {
        transactions.executeWithoutResult(status -> asked(site, references));
    }

    private void asked(String site, List<SopReference> references) {
        // Their rows first: whoever judges a study holds its row, and then forgets what was expected of it.
        studiesOf(site, references).stream().sorted().forEach(study -> judgeAnew(site, study));
        var uids = uids(references);
        var studies = jdbc.sql("""
                select s.study_uid, s.state, count(*) as instances
                from storage.instance i join storage.study s on s.id = i.study_id
                where i.site = :site and i.sop_uid = any(:uids) group by s.study_uid, s.state""")
                .param("site", site)
                .param("uids", uids)
                .query(Asked.class)
                .list();
        jdbc.sql("""
                insert into storage.expected_instance (site, study_uid, sop_uid, asked)
                select i.site, s.study_uid, i.sop_uid, true
                from storage.instance i join storage.study s on s.id = i.study_id
                where i.site = :site and i.sop_uid = any(:uids) and s.state = 'ARRIVING'
                on conflict (site, study_uid, sop_uid) do update set asked = true""").param("site", site).param("uids", uids).update();
        if (studies.size() == 1) {
            missing(site, studies.get(0), uids);
        }
    }

    private void missing(String site, Asked study, String[] uids) {
        int missing = jdbc.sql("""
                insert into storage.expected_instance (site, study_uid, sop_uid, asked)
                select :site, :study, u.uid, true from (select distinct unnest(:uids::text[]) as uid) u
                where not exists (select 1 from storage.instance i where i.site = :site and i.sop_uid = u.uid)
                on conflict (site, study_uid, sop_uid) do update set asked = true""")
                .param("site", site)
                .param("study", study.studyUid())
                .param("uids", uids)
                .update();
        if (missing > 0 && !study.state().equals("ARRIVING")) {
            warn(
                    site,
                    study.studyUid(),
                    Doubt.ofCommitment(missing, missing + study.instances()).warning());
        }
    }

    /** The study was believed complete, and its device says that it is not. */
    private void warn(String site, String studyUid, Phrase warning) {
        jdbc.sql("""
                update storage.study set warnings = warnings || :warning
                where site = :site and study_uid = :uid and not warnings @> array[:warning]::text[]""")
                .param("warning", warning.encoded())
                .param("site", site)
                .param("uid", studyUid)
                .update();
    }

    @Override
    public void told(PerformedStep step) {
        transactions.executeWithoutResult(status -> heard(step));
    }

    private void heard(PerformedStep step) {
        for (var study : new TreeSet<>(step.studyInstanceUids())) {
            jdbc.sql("""
                    insert into storage.performed_step (site, step_uid, study_uid, calling_ae, state, changed_at)
                    values (:site, :step, :study, :ae, :state, :at)
                    on conflict (site, step_uid, study_uid) do update set
                        state = excluded.state, changed_at = excluded.changed_at
                    where performed_step.state = 'IN_PROGRESS'""")
                    .param("site", step.site())
                    .param("step", step.stepUid())
                    .param("study", study)
                    .param("ae", step.callingAeTitle())
                    .param("state", step.state().name())
                    .param("at", step.at().atOffset(ZoneOffset.UTC))
                    .update();
            judgeAnew(step.site(), study);
        }
        if (step.state() != PerformedStep.State.IN_PROGRESS
                && step.studyInstanceUids().size() == 1) {
            named(step, step.studyInstanceUids().iterator().next());
        }
    }

    /** Only of a step of one study: which of several an instance belongs to, it does not say. */
    private void named(PerformedStep step, String study) {
        jdbc.sql("""
                insert into storage.expected_instance (site, study_uid, sop_uid, performed)
                select :site, :study, u.uid, true from (select distinct unnest(:uids::text[]) as uid) u
                where not exists (select 1 from storage.study s
                                  where s.site = :site and s.study_uid = :study and s.state <> 'ARRIVING')
                on conflict (site, study_uid, sop_uid) do update set performed = true""")
                .param("site", step.site())
                .param("study", study)
                .param("uids", uids(step.instances()))
                .update();
    }

    /**
     * Whoever judges the study at this moment does not know of this yet, and will remember when to look again: that is waited for, so that it is
     * forgotten too. In one order of studies, as those lock them that write the index.
     */
    private void judgeAnew(String site, String studyUid) {
        jdbc.sql("select id from storage.study where site = :site and study_uid = :uid for no key update")
                .param("site", site)
                .param("uid", studyUid)
                .query(UUID.class)
                .optional();
        jdbc.sql("""
                delete from storage.judgement j using storage.study s
                where s.id = j.study_id and s.site = :site and s.study_uid = :uid""").param("site", site).param("uid", studyUid).update();
    }

    private static String[] uids(List<SopReference> references) {
        return references.stream().map(SopReference::sopInstanceUid).distinct().toArray(String[]::new);
    }
}
