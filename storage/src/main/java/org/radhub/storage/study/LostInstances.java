package org.radhub.storage.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.storage.pack.SeriesKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Instances that were acknowledged and cannot be read any more: the disk of the spool damaged them, or they were written off. They are that
 * until they come again, or are read after all; their rows stay.
 */
@Component
public class LostInstances {
    private static final Logger LOG = LoggerFactory.getLogger(LostInstances.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Phrase WARNING = Phrase.of("storage.warning.lost");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final StudyRows studies;

    LostInstances(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.studies = new StudyRows(jdbc);
    }

    /** @param packs that they lay in */
    public record Count(long packs, long instances) {}

    /** How many there are, in all spools. */
    public Count count() {
        return jdbc.sql("""
                select count(distinct pack_id) as packs, count(*) as instances
                from (select pack_id from storage.instance where lost_at is not null
                      union all select pack_id from storage.conflict where lost_at is not null) lost""").query(Count.class).single();
    }

    /**
     * What begins at these offsets of a pack in a spool cannot be read any more.
     *
     * @param series that the pack is of
     * @return the SOP Instance UIDs of those of which this was not known
     */
    public List<String> add(UUID pack, SeriesKey series, Collection<Long> offsets, Instant at) {
        return add(pack, "SPOOLED", series, offsets, at);
    }

    /** The same of a pack in the object store. */
    public List<String> addStored(UUID pack, SeriesKey series, Collection<Long> offsets, Instant at) {
        return add(pack, "STORED", series, offsets, at);
    }

    private List<String> add(UUID pack, String state, SeriesKey series, Collection<Long> offsets, Instant at) {
        return transactions.execute(status -> {
            // Locked in the order in which whoever writes instances does it.
            var study = jdbc.sql("select id from storage.study where site = ? and study_uid = ? for update")
                    .params(series.site(), series.studyInstanceUid())
                    .query(UUID.class)
                    .optional();
            var there = jdbc.sql("select id from storage.pack where id = ? and state = ? for update")
                    .params(pack, state)
                    .query(UUID.class)
                    .optional();
            if (there.isEmpty()) {
                // It has gone elsewhere meanwhile, whatever became of it there.
                return List.of();
            }
            var lost = new ArrayList<>(lose("instance", pack, offsets, at));
            if (!lost.isEmpty()) {
                study.ifPresent(id -> studies.warn(id, WARNING));
            }
            // What was put aside is not shown, and nobody who reads the study misses it.
            lost.addAll(lose("conflict", pack, offsets, at));
            return lost;
        });
    }

    private List<String> lose(String table, UUID pack, Collection<Long> offsets, Instant at) {
        return jdbc.sql("update storage." + table + """
                 set lost_at = :at
                where pack_id = :pack and file_offset = any(:offsets) and lost_at is null
                returning sop_uid""")
                .param("at", Sql.time(at))
                .param("pack", pack)
                .param("offsets", offsets.toArray(Long[]::new))
                .query(String.class)
                .list();
    }

    private record Again(UUID studyId, long more) {}

    /**
     * Rows of instances that have come again: those that were lost lie there from now on. The same bytes will do, and other attributes
     * around the same pixels of the same series and patient. A pack that has left the spool went without what was a copy then. In the
     * caller's transaction, which holds the studies' rows.
     */
    void cameAgain(Collection<IndexRow> rows) {
        var again = jdbc.sql("""
                with found as (
                    select distinct on (i.id) i.id as instance, i.length as before, r.*
                    from jsonb_to_recordset(:rows::jsonb) as r(
                        at integer, site text, "sopUid" text, "sopClass" text, "transferSyntax" text, number text,
                        "numberOrder" integer, rows integer, columns integer, frames integer, "sliceNormal" text,
                        "slicePosition" double precision, "packId" uuid, "fileOffset" bigint, length bigint, digest text,
                        "pixelFingerprint" text, "receivedAt" timestamptz, "seriesId" uuid, "otherPatient" boolean)
                    join storage.instance i on i.sop_uid = r."sopUid" and i.site = r.site
                    join storage.pack p on p.id = r."packId"
                    where i.lost_at is not null
                        and (p.state = 'SPOOLED' or exists (select 1 from storage.rebuild_pack b where b.id = p.id))
                        and (i.digest = r.digest
                            or i.pixel_fingerprint = r."pixelFingerprint" and i.series_id = r."seriesId"
                                and not r."otherPatient")
                    order by i.id, r.at)
                update storage.instance i set
                    sop_class = f."sopClass", transfer_syntax = f."transferSyntax", number = f.number,
                    number_order = f."numberOrder", rows = f.rows, columns = f.columns, frames = f.frames,
                    slice_normal = f."sliceNormal", slice_position = f."slicePosition", pack_id = f."packId",
                    file_offset = f."fileOffset", length = f.length, digest = f.digest,
                    pixel_fingerprint = f."pixelFingerprint", received_at = f."receivedAt", lost_at = null
                from found f where f.instance = i.id
                returning i.study_id, f.length - f.before as more""")
                .param("rows", JSON.writeValueAsString(rows))
                .query(Again.class)
                .list();
        again.forEach(one -> jdbc.sql("update storage.study set bytes = bytes + ? where id = ?")
                .params(one.more(), one.studyId())
                .update());
        again.stream().map(Again::studyId).distinct().forEach(this::forget);
        if (!again.isEmpty()) {
            LOG.info("{} instances that were lost have come again", again.size());
        }
    }

    /** Takes the warning off the study if nothing of it is lost any more. */
    private void forget(UUID study) {
        jdbc.sql("""
                update storage.study s set warnings = array_remove(warnings, :warning)
                where s.id = :study
                    and not exists (select 1 from storage.instance i where i.study_id = s.id and i.lost_at is not null)""").param("warning", WARNING.encoded()).param("study", study).update();
    }
}
