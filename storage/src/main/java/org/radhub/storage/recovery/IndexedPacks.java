package org.radhub.storage.recovery;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the index says of packs, for who compares. */
final class IndexedPacks {
    private static final int PAGE = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;

    IndexedPacks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Pack(
            UUID id,
            UUID nodeId,
            String site,
            String studyUid,
            String seriesUid,
            String state,
            String objectKey,
            String sha256) {}

    Optional<Pack> find(UUID id) {
        return jdbc.sql("""
                select id, node_id, site, study_uid, series_uid, state, coalesce(object_key, '') as object_key,
                       coalesce(sha256, '') as sha256
                from storage.pack where id = ?""").param(id).query(Pack.class).optional();
    }

    /** How many it has in the object store with something in them that is not lost. */
    long stored() {
        return jdbc.sql("""
                select count(*) from storage.pack p where p.state = 'STORED' and (
                    exists (select 1 from storage.instance i where i.pack_id = p.id and i.lost_at is null)
                    or exists (select 1 from storage.conflict c where c.pack_id = p.id and c.lost_at is null))""").query(Long.class).single();
    }

    interface Action {
        void on(Pack pack) throws IOException;
    }

    /** Each pack that is not gone, in bounded memory. */
    void each(Action action) throws IOException {
        var after = BEFORE_ALL;
        List<Pack> page;
        do {
            page = jdbc.sql("""
                    select id, node_id, site, study_uid, series_uid, state, coalesce(object_key, '') as object_key,
                           coalesce(sha256, '') as sha256
                    from storage.pack where id > ? and state <> 'DROPPED' order by id limit ?""").params(after, PAGE).query(Pack.class).list();
            for (var pack : page) {
                action.on(pack);
                after = pack.id();
            }
        } while (page.size() == PAGE);
    }

    /** An instance, or what was put aside, by its pack. */
    record Place(
            String site,
            String studyUid,
            String seriesUid,
            String sopUid,
            long fileOffset,
            long length,
            String digest) {}

    /** All that is known to be lost, by where it lay. */
    void eachLost(BiConsumer<UUID, Place> action) {
        jdbc.sql("""
                select i.pack_id, i.site, s.study_uid, r.series_uid, i.sop_uid, i.file_offset, i.length, i.digest
                from storage.instance i join storage.study s on s.id = i.study_id join storage.series r on r.id = i.series_id
                where i.lost_at is not null
                union all
                select c.pack_id, c.site, p.study_uid, p.series_uid, c.sop_uid, c.file_offset, c.length, c.digest
                from storage.conflict c join storage.pack p on p.id = c.pack_id where c.lost_at is not null""").query(row -> {
            action.accept(
                    row.getObject("pack_id", UUID.class),
                    new Place(
                            row.getString("site"),
                            row.getString("study_uid"),
                            row.getString("series_uid"),
                            row.getString("sop_uid"),
                            row.getLong("file_offset"),
                            row.getLong("length"),
                            row.getString("digest")));
        });
    }

    /** By where they begin, those that are not lost. */
    Map<Long, Place> places(UUID pack) {
        var places = new HashMap<Long, Place>();
        jdbc.sql("""
                select i.site, s.study_uid, r.series_uid, i.sop_uid, i.file_offset, i.length, i.digest
                from storage.instance i join storage.study s on s.id = i.study_id join storage.series r on r.id = i.series_id
                where i.pack_id = :pack and i.lost_at is null
                union all
                select c.site, p.study_uid, p.series_uid, c.sop_uid, c.file_offset, c.length, c.digest
                from storage.conflict c join storage.pack p on p.id = c.pack_id where c.pack_id = :pack and c.lost_at is null""")
                .param("pack", pack)
                .query(Place.class)
                .list()
                .forEach(place -> places.put(place.fileOffset(), place));
        return places;
    }
}
