package org.radhub.storage.recovery;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.study.KeptInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has been read of the object store and is not in the index yet. Instances wait here until all packs are read, so that they enter the
 * index in the order in which they once came: which of two with the same UID is the first, and what a study says of itself, depends on it.
 */
final class Staging {
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;

    Staging(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean has(UUID pack) {
        return jdbc.sql("select exists (select 1 from storage.rebuild_pack where id = ?)")
                .param(pack)
                .query(Boolean.class)
                .single();
    }

    /** What an interrupted reading of the pack left. */
    void forget(UUID pack) {
        jdbc.sql("delete from storage.rebuild_entry where pack_id = ?")
                .param(pack)
                .update();
        jdbc.sql("delete from storage.rebuild_finding where pack_id = ?")
                .param(pack)
                .update();
    }

    void add(List<KeptInstance> instances) {
        var rows = instances.stream()
                .map(kept -> Map.of(
                        "pack", kept.entry().pack(),
                        "offset", kept.entry().offset(),
                        "at", kept.entry().arrival().keptAt(),
                        "instance", JSON.writeValueAsString(kept)))
                .toList();
        jdbc.sql("""
                insert into storage.rebuild_entry (pack_id, file_offset, kept_at, instance)
                select r.pack, r."offset", r.at, r.instance
                from jsonb_to_recordset(:rows::jsonb)
                         as r(pack uuid, "offset" bigint, at timestamptz, instance text)
                on conflict do nothing""").param("rows", JSON.writeValueAsString(rows)).update();
    }

    /** What is wrong with a pack that is being read. */
    void found(UUID pack, Finding finding) {
        jdbc.sql("insert into storage.rebuild_finding (pack_id, finding) values (?, ?)")
                .params(pack, JSON.writeValueAsString(finding))
                .update();
    }

    /** How many instances of the packs that have been read are in the index already. */
    long indexed() {
        return jdbc.sql("""
                select greatest(0, (select coalesce(sum(instances), 0) from storage.rebuild_pack)
                    - (select count(*) from storage.rebuild_entry e
                       where exists (select 1 from storage.rebuild_pack p where p.id = e.pack_id)))::bigint""").query(Long.class).single();
    }

    /** How many packs have been read, and of how many bytes. */
    record Before(long packs, long bytes) {}

    Before before() {
        return jdbc.sql("select count(*) as packs, coalesce(sum(bytes), 0)::bigint as bytes from storage.rebuild_pack")
                .query(Before.class)
                .single();
    }

    record Found(UUID pack, Finding finding) {}

    /** What was wrong with the packs that have been read. */
    List<Found> findings() {
        return jdbc.sql("""
                select f.pack_id, f.finding from storage.rebuild_finding f join storage.rebuild_pack p on p.id = f.pack_id
                order by p.object_key""")
                .query((row, at) -> new Found(
                        row.getObject("pack_id", UUID.class), JSON.readValue(row.getString("finding"), Finding.class)))
                .list();
    }

    /** A pack of which all that is sound has been read. */
    record Read(
            PackObject object,
            PackEntry first,
            Instant firstAt,
            Instant lastAt,
            long instances,
            long bytes,
            String sha256) {}

    void read(Read pack, Instant now) {
        var series = pack.first().series();
        jdbc.sql("""
                insert into storage.rebuild_pack
                    (id, object_key, site, study_uid, series_uid, instances, bytes, sha256, first_entry_at, last_entry_at, read_at)
                values (:id, :key, :site, :study, :series, :instances, :bytes, :sha256, :first, :last, :now)
                on conflict do nothing""")
                .param("id", pack.object().id())
                .param("key", pack.object().key())
                .param("site", series.site())
                .param("study", series.studyInstanceUid())
                .param("series", series.seriesInstanceUid())
                .param("instances", pack.instances())
                .param("bytes", pack.bytes())
                .param("sha256", pack.sha256())
                .param("first", time(pack.firstAt()))
                .param("last", time(pack.lastAt()))
                .param("now", time(now))
                .update();
    }

    /** The next instances in the order of their coming. */
    List<KeptInstance> next(int count) {
        return new ArrayList<>(jdbc.sql("""
                select e.instance from storage.rebuild_entry e
                where exists (select 1 from storage.rebuild_pack p where p.id = e.pack_id)
                order by e.kept_at, e.pack_id, e.file_offset limit ?""")
                .param(count)
                .query((row, at) -> JSON.readValue(row.getString("instance"), KeptInstance.class))
                .list());
    }

    void done(List<KeptInstance> instances) {
        var rows = instances.stream()
                .map(kept -> Map.of(
                        "pack", kept.entry().pack(), "offset", kept.entry().offset()))
                .toList();
        jdbc.sql("""
                delete from storage.rebuild_entry e
                using jsonb_to_recordset(:rows::jsonb) as r(pack uuid, "offset" bigint)
                where e.pack_id = r.pack and e.file_offset = r."offset\"""").param("rows", JSON.writeValueAsString(rows)).update();
    }

    /** Studies that are in the index for the first time. */
    void madeStudies(Collection<UUID> studies) {
        jdbc.sql("insert into storage.rebuild_study (study_id) select unnest(?::uuid[]) on conflict do nothing")
                .param(studies.toArray(UUID[]::new))
                .update();
    }

    void clear() {
        jdbc.sql("truncate storage.rebuild_pack, storage.rebuild_entry, storage.rebuild_finding, storage.rebuild_study")
                .update();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
