package org.radhub.storage.study;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.SeriesKey;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What the index knows of packs. */
@Component
public class PackIndex {
    private static final JsonMapper JSON = new JsonMapper();

    /** Where in a pack those instances begin that are not lost, those included that are in conflict with another. */
    private static final String OFFSETS = """
            select file_offset from storage.instance where pack_id = :pack and lost_at is null
            union all
            select file_offset from storage.conflict where pack_id = :pack and lost_at is null""";

    private final JdbcClient jdbc;

    private final TransactionTemplate transactions;

    PackIndex(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Whether the pack, as far as is known, has not left the spool. */
    public boolean isSpooled(UUID pack) {
        return jdbc.sql("select count(*) from storage.pack where id = ? and state <> 'SPOOLED'")
                        .param(pack)
                        .query(Integer.class)
                        .single()
                == 0;
    }

    /** How the index knows an entry of a pack. */
    public enum Standing {
        /** It points to this very place. */
        NEEDED,
        /** It points to the same bytes elsewhere. */
        COPY,
        /** It points to this very place, and says that these bytes cannot be read: if they can, they are not lost any more. */
        LOST,
        /** It points to the same pixels elsewhere, among other attributes: a copy, unless the patient is another one, which no head says. */
        SAME_PIXELS,
        /** It has nothing of the kind, or what this could stand for is lost. */
        UNKNOWN;

        /** Whether the index has to be told of it, if it can be read: of all but what is in it itself, and copies. */
        public boolean isUntold() {
            return this != NEEDED && this != COPY;
        }
    }

    /** Of one pack's entries those that the index has to be told of. */
    public List<PackEntry> unknown(List<PackEntry> entries) {
        var standings = standings(entries);
        return entries.stream().filter(entry -> standings.get(entry).isUntold()).toList();
    }

    /** How the index knows each of one pack's entries. */
    public Map<PackEntry, Standing> standings(List<PackEntry> entries) {
        var rows = entries.stream()
                .map(entry -> Map.of(
                        "pack", entry.pack(),
                        "offset", entry.offset(),
                        "site", entry.arrival().site(),
                        "study", entry.arrival().studyInstanceUid(),
                        "series", entry.seriesInstanceUid(),
                        "uid", entry.sopInstanceUid(),
                        "digest", entry.arrival().digest(),
                        "pixels", entry.arrival().pixelFingerprint().orElse("")))
                .toList();
        var found = new HashMap<Long, Standing>();
        jdbc.sql("""
                select r."offset", case
                           when i.pack_id = r.pack and i.file_offset = r."offset" and i.lost_at is null
                               or c.pack_id = r.pack and c.file_offset = r."offset" and c.lost_at is null then 'NEEDED'
                           when i.pack_id = r.pack and i.file_offset = r."offset" and i.digest = r.digest
                               or c.pack_id = r.pack and c.file_offset = r."offset" then 'LOST'
                           when i.digest = r.digest or c.digest is not null and c.lost_at is null then 'COPY'
                           else 'SAME_PIXELS' end as standing
                from jsonb_to_recordset(:rows::jsonb)
                         as r(pack uuid, "offset" bigint, site text, study text, series text, uid text, digest text, pixels text)
                left join (storage.instance i
                        join storage.study st on st.id = i.study_id join storage.series se on se.id = i.series_id)
                    on i.sop_uid = r.uid and i.site = r.site
                left join storage.conflict c on c.sop_uid = r.uid and c.site = r.site and c.digest = r.digest
                where (i.digest = r.digest
                            or i.pixel_fingerprint = nullif(r.pixels, '') and st.study_uid = r.study and se.series_uid = r.series)
                        and (i.lost_at is null or i.pack_id = r.pack and i.file_offset = r."offset")
                    or c.digest is not null
                        and (c.lost_at is null or c.pack_id = r.pack and c.file_offset = r."offset")""")
                .param("rows", JSON.writeValueAsString(rows))
                .query((row, at) -> found.put(row.getLong("offset"), Standing.valueOf(row.getString("standing"))))
                .list();
        return entries.stream()
                .collect(Collectors.toMap(
                        entry -> entry, entry -> found.getOrDefault(entry.offset(), Standing.UNKNOWN)));
    }

    /** Where in a pack an instance lies, and how it is encoded. */
    public record Place(long fileOffset, long length, String transferSyntax) {}

    /** Where the pack's instances lie, in the order of their series. */
    public List<Place> inOrder(UUID pack) {
        return jdbc.sql("select file_offset, length, transfer_syntax from storage.instance where pack_id = ?"
                        + " and lost_at is null order by number_order, sop_uid collate \"C\"")
                .param(pack)
                .query(Place.class)
                .list();
    }

    /**
     * What the index has of a pack's instance.
     *
     * @param sopClass empty, as the transfer syntax is, of one that is in conflict with another
     * @param pixelFingerprint empty where there is none, or it is not known
     */
    public record Known(
            long fileOffset,
            long length,
            String sopUid,
            String sopClass,
            String transferSyntax,
            Instant receivedAt,
            String digest,
            String pixelFingerprint) {}

    /** The pack's instances that are not lost, those included that are in conflict with another. */
    public List<Known> known(UUID pack) {
        return jdbc.sql("""
                select file_offset, length, sop_uid, sop_class, transfer_syntax, received_at, digest,
                       coalesce(pixel_fingerprint, '') as pixel_fingerprint
                from storage.instance where pack_id = :pack and lost_at is null
                union all
                select file_offset, length, sop_uid, '', '', received_at, digest, ''
                from storage.conflict where pack_id = :pack and lost_at is null""")
                .param("pack", pack)
                .query((row, at) -> new Known(
                        row.getLong("file_offset"),
                        row.getLong("length"),
                        row.getString("sop_uid"),
                        row.getString("sop_class"),
                        row.getString("transfer_syntax"),
                        Sql.instant(row, "received_at"),
                        row.getString("digest"),
                        row.getString("pixel_fingerprint")))
                .list();
    }

    /** Where in the pack the last instance begins that the index has of it, be it lost; -1 if it has none. */
    public long lastOffset(UUID pack) {
        return jdbc.sql("""
                select coalesce(max(file_offset), -1)
                from (select file_offset from storage.instance where pack_id = :pack
                      union all select file_offset from storage.conflict where pack_id = :pack) known""").param("pack", pack).query(Long.class).single();
    }

    /** A pack that may leave the spool. */
    public record Due(UUID id, SeriesKey series, Instant firstEntryAt, Instant lastEntryAt, int attempts) {}

    /**
     * Packs in this node's spool that should be in the object store: of studies that are complete, unused since the given time, or full.
     * At most 100, the longest unused first.
     */
    public List<Due> due(UUID node, Instant now, Instant unusedSince, Collection<UUID> full) {
        return jdbc.sql("""
                select p.id, p.site, p.study_uid, p.series_uid, p.first_entry_at, p.last_entry_at, p.attempts
                from storage.pack p left join storage.study s on s.site = p.site and s.study_uid = p.study_uid
                where p.node_id = :node and p.state = 'SPOOLED' and (p.retry_at is null or p.retry_at <= :now)
                    and (s.state <> 'ARRIVING' or p.last_entry_at <= :unused or p.id = any(:full))
                order by p.last_entry_at limit 100""")
                .param("node", node)
                .param("now", Sql.time(now))
                .param("unused", Sql.time(unusedSince))
                .param("full", full.toArray(UUID[]::new))
                .query((row, at) -> new Due(
                        row.getObject("id", UUID.class),
                        new SeriesKey(row.getString("site"), row.getString("study_uid"), row.getString("series_uid")),
                        Sql.instant(row, "first_entry_at"),
                        Sql.instant(row, "last_entry_at"),
                        row.getInt("attempts")))
                .list();
    }

    /** How many packs of the node wait for the object store although their study is complete. */
    public long uploadsWaiting(UUID node) {
        return jdbc.sql("""
                select count(*) from storage.pack p join storage.study s on s.site = p.site and s.study_uid = p.study_uid
                where p.node_id = ? and p.state = 'SPOOLED' and s.state <> 'ARRIVING'""").param(node).query(Long.class).single();
    }

    /** The object store did not take the pack; it is not tried again before the given time. */
    public void postponed(UUID pack, Instant retryAt) {
        jdbc.sql("update storage.pack set attempts = attempts + 1, retry_at = ? where id = ?")
                .params(Sql.time(retryAt), pack)
                .update();
    }

    /**
     * The pack is in the object store, confirmed: from now on it is read there.
     *
     * @param kept where those of its instances began in the spool that are in the object
     * @param moved new offsets by old ones, where entries moved
     * @throws IllegalStateException if the index points to others of it by now, as when what had been a copy stands in for what was lost
     */
    public void stored(
            UUID pack,
            String key,
            long bytes,
            String sha256,
            Instant at,
            Collection<Long> kept,
            Map<Long, Long> moved) {
        transactions.executeWithoutResult(status -> {
            // The pack first: whoever writes instances has its row before theirs.
            jdbc.sql("""
                    update storage.pack set state = 'STORED', object_key = :key, bytes = :bytes, sha256 = :sha256, stored_at = :at
                    where id = :pack and state = 'SPOOLED'""")
                    .param("key", key)
                    .param("bytes", bytes)
                    .param("sha256", sha256)
                    .param("at", Sql.time(at))
                    .param("pack", pack)
                    .update();
            if (pointsTo(pack, kept)) {
                throw new IllegalStateException("instances of pack " + pack + " are needed that were not before");
            }
            var rows = moved.entrySet().stream()
                    .map(offset -> Map.of("from", offset.getKey(), "to", offset.getValue()))
                    .toList();
            for (var table : List.of("instance", "conflict")) {
                if (!rows.isEmpty()) {
                    jdbc.sql("update storage." + table + " t set file_offset = m.\"to\""
                                    + " from jsonb_to_recordset(:moved::jsonb) as m(\"from\" bigint, \"to\" bigint)"
                                    + " where t.pack_id = :pack and t.file_offset = m.\"from\"")
                            .param("moved", JSON.writeValueAsString(rows))
                            .param("pack", pack)
                            .update();
                }
            }
        });
    }

    /**
     * The pack holds nothing but copies, and goes.
     *
     * @return false if it has to stay: the index points to something of it by now
     */
    public boolean dropped(UUID pack) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            jdbc.sql("select id from storage.pack where id = ? for update")
                    .param(pack)
                    .query(UUID.class)
                    .optional();
            if (pointsTo(pack, List.of())) {
                return false;
            }
            jdbc.sql("update storage.pack set state = 'DROPPED' where id = ? and state = 'SPOOLED'")
                    .param(pack)
                    .update();
            return true;
        }));
    }

    /**
     * The file of a pack that had been dropped lies in this node's spool: the pack waits there again.
     *
     * @return false if it had not been dropped
     */
    public boolean cameBack(UUID pack, UUID node) {
        return jdbc.sql("""
                update storage.pack set state = 'SPOOLED', node_id = :node, attempts = 0, retry_at = null
                where id = :pack and state = 'DROPPED'""").param("node", node).param("pack", pack).update() == 1;
    }

    /** Whether the index has other instances of the pack than these; asked while its row is held, which whoever writes instances needs. */
    private boolean pointsTo(UUID pack, Collection<Long> but) {
        return jdbc.sql("select exists (select 1 from (" + OFFSETS + ") as known(at) where at <> all(:but))")
                .param("pack", pack)
                .param("but", but.toArray(Long[]::new))
                .query(Boolean.class)
                .single();
    }

    /** Whether the database does not answer at all. */
    public boolean isAway() {
        try {
            jdbc.sql("select 1").query(Integer.class).single();
            return false;
        } catch (DataAccessException e) {
            return true;
        }
    }
}
