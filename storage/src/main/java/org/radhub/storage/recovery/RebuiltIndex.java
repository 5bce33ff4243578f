package org.radhub.storage.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.StudyKey;
import org.radhub.storage.study.IndexWriter;
import org.radhub.storage.study.KeptInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts what was read into the index, by the same writer as when it came; only that packs are stored already, and that studies do not begin
 * to arrive by it.
 */
final class RebuiltIndex {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BATCH = 128;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final IndexWriter writer;
    private final Staging staging;
    private final UUID node;
    private final UUID process = UUID.randomUUID();

    RebuiltIndex(JdbcClient jdbc, TransactionTemplate transactions, IndexWriter writer, Staging staging, UUID node) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.writer = writer;
        this.staging = staging;
        this.node = node;
    }

    /** Indexes a batch of what is staged; how many it were. */
    int next() {
        return next(BATCH);
    }

    int next(int most) {
        var count = transactions.execute(status -> {
            var batch = staging.next(most);
            if (!batch.isEmpty()) {
                index(batch);
                staging.done(batch);
            }
            return batch.size();
        });
        return count == null ? 0 : count;
    }

    private void index(List<KeptInstance> batch) {
        packs(batch);
        movedTo(batch);
        var before = standing(batch);
        writer.write(batch, node, process);
        var made = new ArrayList<UUID>();
        standing(batch).forEach((study, now) -> {
            var earlier = before.get(study);
            if (earlier == null) {
                made.add(now.id());
            } else {
                // The writer lets every study that grows arrive.
                restore(earlier);
            }
        });
        asTold(made);
        staging.madeStudies(made);
    }

    private void packs(List<KeptInstance> batch) {
        var packs = new LinkedHashSet<UUID>();
        batch.forEach(kept -> packs.add(kept.entry().pack()));
        jdbc.sql("""
                insert into storage.pack
                    (id, node_id, site, study_uid, series_uid, state, object_key, bytes, sha256, first_entry_at,
                     last_entry_at, stored_at)
                select id, :node, site, study_uid, series_uid, 'STORED', object_key, bytes, sha256, first_entry_at,
                       last_entry_at, read_at
                from storage.rebuild_pack where id = any(:packs)
                on conflict (id) do update set state = 'STORED', object_key = excluded.object_key,
                    bytes = excluded.bytes, sha256 = excluded.sha256, retry_at = null,
                    stored_at = coalesce(pack.stored_at, excluded.stored_at)
                where pack.state <> 'STORED' or pack.object_key <> excluded.object_key
                    or pack.bytes <> excluded.bytes or pack.sha256 <> excluded.sha256""")
                .param("node", node)
                .param("packs", packs.toArray(UUID[]::new))
                .update();
    }

    /** Rows that point to another place of the pack, or to a pack that is not in the object store, point to where it was found. */
    private void movedTo(List<KeptInstance> batch) {
        var rows = JSON.writeValueAsString(batch.stream()
                .map(kept -> Map.of(
                        "pack", kept.entry().pack(),
                        "offset", kept.entry().offset(),
                        "length", kept.entry().length(),
                        "site", kept.entry().arrival().site(),
                        "uid", kept.entry().sopInstanceUid(),
                        "digest", kept.entry().arrival().digest()))
                .toList());
        for (var table : List.of("instance", "conflict")) {
            jdbc.sql("update storage." + table + " i\n" + """
                            set pack_id = r.pack, file_offset = r."offset", length = r.length
                            from jsonb_to_recordset(:rows::jsonb)
                                     as r(pack uuid, "offset" bigint, length bigint, site text, uid text, digest text)
                            where i.site = r.site and i.sop_uid = r.uid and i.digest = r.digest
                                and (i.pack_id = r.pack and (i.file_offset <> r."offset" or i.length <> r.length)
                                     or i.pack_id <> r.pack
                                         and exists (select 1 from storage.pack p
                                                     where p.id = i.pack_id and p.state = 'STORED')
                                         and not exists (select 1 from storage.rebuild_pack b where b.id = i.pack_id))""")
                    .param("rows", rows)
                    .update();
        }
    }

    private record Standing(
            UUID id, String site, String studyUid, String state, boolean storedTold, int lateInstances) {}

    private Map<StudyKey, Standing> standing(List<KeptInstance> batch) {
        var studies = new LinkedHashSet<StudyKey>();
        for (var kept : batch) {
            var arrival = kept.entry().arrival();
            studies.add(new StudyKey(arrival.site(), arrival.studyInstanceUid()));
        }
        var standing = new HashMap<StudyKey, Standing>();
        jdbc.sql("""
                select id, site, study_uid, state, stored_told, late_instances from storage.study
                where (site, study_uid) in (select * from unnest(:sites::text[], :studies::text[]))
                order by site, study_uid for update""")
                .param("sites", studies.stream().map(StudyKey::site).toArray(String[]::new))
                .param(
                        "studies",
                        studies.stream().map(StudyKey::studyInstanceUid).toArray(String[]::new))
                .query(Standing.class)
                .list()
                .forEach(study -> standing.put(new StudyKey(study.site(), study.studyUid()), study));
        return standing;
    }

    private void restore(Standing study) {
        jdbc.sql("update storage.study set state = ?, stored_told = ?, late_instances = ? where id = ?")
                .params(study.state(), study.storedTold(), study.lateInstances(), study.id())
                .update();
    }

    private void asTold(List<UUID> studies) {
        jdbc.sql("""
                update storage.study
                set state = 'TOLD', arrival_told = true, stored_told = true, late_instances = 0,
                    completed_at = last_received_at
                where id = any(?)""").param(studies.toArray(UUID[]::new)).update();
    }

    /** Counts what is there, and lets those studies arrive that are to be told of. */
    void finish(Optional<Instant> readSince) {
        transactions.executeWithoutResult(status -> {
            // Whoever takes instances in meanwhile waits, for the seconds that this takes.
            jdbc.sql("lock table storage.study in share row exclusive mode").update();
            count();
            jdbc.sql("""
                    update storage.study s set completed_at = s.last_received_at
                    where s.state = 'TOLD' and s.id in (select study_id from storage.rebuild_study)""").update();
            readSince.ifPresent(this::letArrive);
            jdbc.sql("""
                    update storage.series r set told_instances = r.instance_count
                    from storage.study s
                    where s.id = r.study_id and s.state = 'TOLD' and s.id in (select study_id from storage.rebuild_study)""").update();
            staging.clear();
        });
    }

    private void letArrive(Instant since) {
        jdbc.sql("""
                update storage.study s
                set state = 'ARRIVING', arrival_told = false, stored_told = false, completed_at = null
                where s.id in (select study_id from storage.rebuild_study) and s.last_received_at >= :since""").param("since", Staging.time(since)).update();
    }

    private void count() {
        jdbc.sql("""
                update storage.series r set instance_count = c.n
                from (select x.id, count(i.id)::integer as n from storage.series x
                      left join storage.instance i on i.series_id = x.id group by x.id) c
                where c.id = r.id and r.instance_count <> c.n""").update();
        jdbc.sql("""
                update storage.study s set instance_count = c.n, bytes = c.bytes, series_count = c.series
                from (select x.id, count(i.id)::integer as n, coalesce(sum(i.length), 0)::bigint as bytes,
                             count(distinct i.series_id)::integer as series
                      from storage.study x left join storage.instance i on i.study_id = x.id group by x.id) c
                where c.id = s.id and (s.instance_count, s.bytes, s.series_count) <> (c.n, c.bytes, c.series)""").update();
    }
}
