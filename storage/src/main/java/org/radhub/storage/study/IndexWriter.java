package org.radhub.storage.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.registry.Phrase;
import org.radhub.registry.StudyKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes kept instances into the index, a batch in one transaction. Writing the same instance again changes nothing, so that a batch may be
 * repeated after any failure, and the spool may be read again after any crash.
 */
@Component
public class IndexWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final StudyRows studies;
    private final LostInstances lost;

    IndexWriter(JdbcClient jdbc, TransactionTemplate transactions, LostInstances lost) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.lost = lost;
        this.studies = new StudyRows(jdbc);
    }

    /**
     * @param node the spool that the instances lie in
     * @param process the running process, for the evidence of what is still being sent
     */
    public void write(List<KeptInstance> instances, UUID node, UUID process) {
        transactions.executeWithoutResult(status -> {
            var batch = new Batch(instances);
            var locked = new HashMap<StudyKey, StudyRow>();
            batch.studies().forEach((key, kept) -> locked.put(key, studies.lock(key, kept)));
            var rows = rows(batch, locked);
            packs(instances, node);
            var inserted = insert(rows);
            var outcome = new Outcome(locked);
            var kept = kept(batch);
            for (int i = 0; i < rows.size(); i++) {
                if (inserted.contains(rows.get(i).id())) {
                    outcome.stored(rows.get(i), kept.get(i));
                }
            }
            refused(rows, kept, inserted, outcome);
            outcome.write(studies);
            sending(batch, locked, process);
        });
    }

    private static List<KeptInstance> kept(Batch batch) {
        return batch.studies().values().stream().flatMap(List::stream).toList();
    }

    private List<IndexRow> rows(Batch batch, Map<StudyKey, StudyRow> locked) {
        var rows = new ArrayList<IndexRow>();
        batch.studies().forEach((key, kept) -> {
            var study = locked.get(key);
            var series = studies.series(study.id(), Batch.series(kept));
            for (var instance : kept) {
                rows.add(IndexRow.of(
                        rows.size(),
                        instance,
                        study,
                        series.get(instance.entry().seriesInstanceUid())));
            }
        });
        return rows;
    }

    private void packs(List<KeptInstance> instances, UUID node) {
        var byPack = instances.stream()
                .collect(Collectors.groupingBy(kept -> kept.entry().pack()));
        byPack.forEach((pack, kept) -> {
            var series = kept.get(0).entry().series();
            var times = kept.stream()
                    .map(one -> one.entry().arrival().keptAt())
                    .sorted()
                    .toList();
            jdbc.sql("""
                    insert into storage.pack
                        (id, node_id, site, study_uid, series_uid, state, first_entry_at, last_entry_at)
                    values (:id, :node, :site, :study, :series, 'SPOOLED', :first, :last)
                    on conflict (id) do update set last_entry_at = excluded.last_entry_at
                    where pack.last_entry_at < excluded.last_entry_at""")
                    .param("id", pack)
                    .param("node", node)
                    .param("site", series.site())
                    .param("study", series.studyInstanceUid())
                    .param("series", series.seriesInstanceUid())
                    .param("first", Sql.time(times.get(0)))
                    .param("last", Sql.time(times.get(times.size() - 1)))
                    .update();
        });
    }

    private Set<UUID> insert(List<IndexRow> rows) {
        return Set.copyOf(jdbc.sql("""
                insert into storage.instance
                    (id, study_id, series_id, site, sop_uid, sop_class, transfer_syntax, number, number_order, rows,
                     columns, frames, slice_normal, slice_position, pack_id, file_offset, length, digest, pixel_fingerprint, received_at)
                select r.id, r."studyId", r."seriesId", r.site, r."sopUid", r."sopClass", r."transferSyntax", r.number,
                       r."numberOrder", r.rows, r.columns, r.frames, r."sliceNormal", r."slicePosition", r."packId",
                       r."fileOffset", r.length, r.digest, r."pixelFingerprint", r."receivedAt"
                from jsonb_to_recordset(:rows::jsonb) as r(
                    at integer, id uuid, "studyId" uuid, "seriesId" uuid, site text, "sopUid" text, "sopClass" text,
                    "transferSyntax" text, number text, "numberOrder" integer, rows integer, columns integer,
                    frames integer, "sliceNormal" text, "slicePosition" double precision, "packId" uuid, "fileOffset" bigint, length bigint, digest text,
                    "pixelFingerprint" text, "receivedAt" timestamptz)
                order by r.at
                on conflict (sop_uid, site) do nothing
                returning id""")
                .param("rows", JSON.writeValueAsString(rows))
                .query(UUID.class)
                .list());
    }

    /**
     * A row whose UID an instance of this study has, with other content.
     *
     * @param copy whether only attributes are others, around the same pixels
     */
    private record Other(int at, UUID study, boolean copy) {}

    private void refused(List<IndexRow> rows, List<KeptInstance> kept, Set<UUID> inserted, Outcome outcome) {
        var refused = rows.stream().filter(row -> !inserted.contains(row.id())).toList();
        if (refused.isEmpty()) {
            return;
        }
        lost.cameAgain(refused);
        for (var other : others(refused)) {
            var row = rows.get(other.at());
            if (other.copy()) {
                outcome.sentAgain(row, kept.get(other.at()));
            } else {
                putAside(row, kept.get(other.at()), other.study());
                studies.warn(other.study(), Phrase.of("storage.warning.conflict"));
                outcome.aside(row);
            }
        }
    }

    /**
     * All of these but the instances that are in the index themselves, and the same bytes. Other attributes around the same pixels are a
     * copy; the same pixels in another study or series, or of somebody else, are none.
     */
    private List<Other> others(List<IndexRow> refused) {
        return jdbc.sql("""
                select r.at, i.study_id as study,
                    (i.pixel_fingerprint = r."pixelFingerprint") is true
                        and i.series_id = r."seriesId" and not r."otherPatient" as copy
                from jsonb_to_recordset(:rows::jsonb) as r(
                    at integer, site text, "sopUid" text, "packId" uuid, "fileOffset" bigint, digest text,
                    "pixelFingerprint" text, "seriesId" uuid, "otherPatient" boolean)
                join storage.instance i on i.sop_uid = r."sopUid" and i.site = r.site
                where not (i.pack_id = r."packId" and i.file_offset = r."fileOffset")
                    and i.digest <> r.digest
                order by r.at""")
                .param("rows", JSON.writeValueAsString(refused))
                .query(Other.class)
                .list();
    }

    private void putAside(IndexRow row, KeptInstance kept, UUID study) {
        var header = kept.header();
        jdbc.sql("""
                insert into storage.conflict
                    (pack_id, file_offset, length, study_id, site, sop_uid, digest, received_at, calling_ae, sop_class,
                     transfer_syntax, number, rows, columns, frames, pixel_fingerprint, patient_id, issuer, patient_name,
                     birth_date, sex)
                values (:pack, :offset, :length, :study, :site, :uid, :digest, :received::timestamptz, :ae, :class,
                        :syntax, :number, :rows, :columns, :frames, :pixels, :patientId, :issuer, :patientName,
                        :birthDate, :sex)
                on conflict (site, sop_uid, digest) do update set pack_id = excluded.pack_id, file_offset = excluded.file_offset,
                    length = excluded.length, received_at = excluded.received_at, calling_ae = excluded.calling_ae, lost_at = null
                where conflict.lost_at is not null and exists (
                    select 1 from storage.pack p where p.id = excluded.pack_id and (p.state = 'SPOOLED'
                        or exists (select 1 from storage.rebuild_pack b where b.id = p.id)))""")
                .param("pack", row.packId())
                .param("offset", row.fileOffset())
                .param("length", row.length())
                .param("study", study)
                .param("site", row.site())
                .param("uid", row.sopUid())
                .param("digest", row.digest())
                .param("received", row.receivedAt())
                .param("ae", kept.entry().arrival().callingAeTitle())
                .param("class", row.sopClass())
                .param("syntax", row.transferSyntax())
                .param("number", row.number())
                .param("rows", row.rows())
                .param("columns", row.columns())
                .param("frames", row.frames())
                .param("pixels", row.pixelFingerprint())
                .param("patientId", header.patientId())
                .param("issuer", header.issuer())
                .param("patientName", header.patientName())
                .param("birthDate", header.birthDate())
                .param("sex", header.sex())
                .update();
    }

    /** Associations that a study that is still arriving is heard on. */
    private void sending(Batch batch, Map<StudyKey, StudyRow> locked, UUID process) {
        batch.studies().forEach((key, kept) -> kept.stream()
                .filter(one -> !one.recovered())
                .map(one -> one.entry().arrival())
                .collect(Collectors.toMap(
                        arrival -> arrival.association(), arrival -> arrival.callingAeTitle(), (a, b) -> a))
                .forEach((association, ae) -> jdbc.sql("""
                        insert into storage.sending (study_id, process_id, association, calling_ae)
                        select id, :process, :association, :ae from storage.study where id = :study and state = 'ARRIVING'
                        on conflict do nothing""")
                        .param("study", locked.get(key).id())
                        .param("process", process)
                        .param("association", association)
                        .param("ae", ae)
                        .update()));
    }

    /** Nothing more comes on this association. */
    public void closed(UUID process, String association, Instant at) {
        jdbc.sql("""
                update storage.sending set closed_at = :at
                where process_id = :process and association = :association and closed_at is null""")
                .param("process", process)
                .param("association", association)
                .param("at", Sql.time(at))
                .update();
    }

    /** Something of these studies is coming in at this moment, and is not whole yet. */
    public void active(Collection<StudyKey> arriving, Instant at) {
        for (var study : arriving) {
            jdbc.sql("""
                    update storage.study set active_at = greatest(active_at, :at)
                    where site = :site and study_uid = :uid and state = 'ARRIVING'""")
                    .param("at", Sql.time(at))
                    .param("site", study.site())
                    .param("uid", study.studyInstanceUid())
                    .update();
        }
    }
}
