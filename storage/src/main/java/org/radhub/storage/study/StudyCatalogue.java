package org.radhub.storage.study;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.BytesLost;
import org.radhub.storage.FoundPatient;
import org.radhub.storage.Instance;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Patient;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyQuery;
import org.radhub.storage.Unavailable;
import org.radhub.storage.pack.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the index says, and the bytes that it points to. */
@Component
class StudyCatalogue implements Studies {
    private static final Logger LOG = LoggerFactory.getLogger(StudyCatalogue.class);

    private final JdbcClient jdbc;
    private final Spool spool;
    private final ObjectStore objects;
    private final FirstLook firstLook;

    StudyCatalogue(JdbcClient jdbc, Spool spool, ObjectStore objects, FirstLook firstLook) {
        this.jdbc = jdbc;
        this.spool = spool;
        this.objects = objects;
        this.firstLook = firstLook;
    }

    @Override
    public boolean isWhole(Duration within) {
        return firstLook.hasEnded(within);
    }

    @Override
    public Optional<Study> find(StudyKey key) {
        return jdbc.sql("select * from storage.study where site = ? and study_uid = ? and instance_count > 0")
                .params(key.site(), key.studyInstanceUid())
                .query(StudyCatalogue::study)
                .optional();
    }

    @Override
    public Optional<Study> find(UUID id) {
        return jdbc.sql("select * from storage.study where id = ? and instance_count > 0")
                .param(id)
                .query(StudyCatalogue::study)
                .optional();
    }

    @Override
    public List<Study> withUid(String studyInstanceUid, Scope scope) {
        var search = StudySearch.within(scope).equal("study_uid", studyInstanceUid);
        return jdbc.sql("select s.* from storage.study s where " + search.condition() + " order by s.site")
                .params(search.parameters())
                .query(StudyCatalogue::study)
                .list();
    }

    @Override
    public List<Study> search(StudyQuery query, Scope scope) {
        var search = StudySearch.of(query, scope);
        return jdbc.sql("select s.* from storage.study s where " + search.condition()
                        + " order by s.study_date desc, s.study_time desc, s.id offset :offset limit :limit")
                .params(search.parameters())
                .param("offset", Math.max(0, query.offset()))
                .param("limit", Math.min(1000, Math.max(1, query.limit())))
                .query(StudyCatalogue::study)
                .list();
    }

    @Override
    public List<FoundPatient> patients(StudyQuery query, Scope scope, Optional<FoundPatient.Key> after) {
        return PatientSearch.page(jdbc, query, scope, after);
    }

    @Override
    public Optional<Instant> completeAt(UUID studyId) {
        return jdbc.sql("""
                        select completed_at from storage.study
                        where id = ? and state <> 'ARRIVING' and completed_at is not null""")
                .param(studyId)
                .query((row, at) -> Sql.instant(row, "completed_at"))
                .optional();
    }

    @Override
    public List<Series> seriesOf(UUID studyId) {
        return jdbc.sql("""
                select * from storage.series where study_id = ? and instance_count > 0
                order by case when number ~ '^[0-9]{1,9}$' then number::integer end nulls last, series_uid collate "C\"""")
                .param(studyId)
                .query((row, at) -> new Series(
                        row.getObject("id", UUID.class),
                        row.getObject("study_id", UUID.class),
                        row.getString("series_uid"),
                        row.getString("modality"),
                        row.getString("number"),
                        row.getString("description"),
                        row.getString("body_part"),
                        row.getString("series_date"),
                        row.getString("series_time"),
                        row.getInt("instance_count")))
                .list();
    }

    @Override
    public List<Instance> instancesOf(UUID seriesId) {
        return jdbc.sql("""
                select * from storage.instance where series_id = ? order by number_order, sop_uid collate "C\"""").param(seriesId).query(StudyCatalogue::instance).list();
    }

    @Override
    public Optional<Instance> instance(UUID studyId, String seriesInstanceUid, String sopInstanceUid) {
        return jdbc.sql("""
                select i.* from storage.instance i join storage.series s on s.id = i.series_id
                where i.sop_uid = ? and i.study_id = ? and s.series_uid = ?""")
                .params(sopInstanceUid, studyId, seriesInstanceUid)
                .query(StudyCatalogue::instance)
                .optional();
    }

    @Override
    public InputStream open(Instance instance) throws IOException {
        return open(instance, 0, instance.bytes());
    }

    @Override
    public InputStream open(Instance instance, long from, long length) throws IOException {
        if (from < 0 || length < 0 || from + length > instance.bytes()) {
            throw new EOFException("the instance has " + instance.bytes() + " bytes");
        }
        try {
            return openAt(instance, location(instance), from, length);
        } catch (NoSuchFileException e) {
            // Between the look-up and the opening, the pack may have left the spool for the object store.
            return openAt(instance, location(instance), from, length);
        }
    }

    @Override
    public Bytes bytesOf(List<Instance> instances) throws Unavailable {
        var locations = locations(instances);
        for (var location : locations.values()) {
            requireHere(location);
        }
        return new Bytes() {
            @Override
            public InputStream open(Instance instance) throws IOException {
                var location = locations.get(instance.id());
                if (location != null) {
                    try {
                        return openAt(instance, location, 0, instance.bytes());
                    } catch (NoSuchFileException e) {
                        LOG.debug("{} has left the spool meanwhile", instance.sopInstanceUid(), e);
                    }
                }
                return StudyCatalogue.this.open(instance);
            }

            @Override
            public boolean areLost(Instance instance) {
                var location = locations.get(instance.id());
                return location != null && location.lost();
            }
        };
    }

    private Map<UUID, Location> locations(List<Instance> instances) {
        var locations = locations("instance", instances);
        if (locations.size() < instances.size()) {
            // Nearly never: what was put aside is looked at by whoever decides about it.
            locations.putAll(locations("conflict", instances));
        }
        return locations;
    }

    private Map<UUID, Location> locations(String table, List<Instance> instances) {
        var locations = new HashMap<UUID, Location>();
        jdbc.sql("select i.id, i.pack_id, p.node_id, coalesce(p.object_key, '') as object_key, i.file_offset,"
                        + " i.digest, i.lost_at is not null as lost"
                        + " from storage." + table
                        + " i join storage.pack p on p.id = i.pack_id where i.id = any(:ids)")
                .param("ids", instances.stream().map(Instance::id).toArray(UUID[]::new))
                .query(StudyCatalogue::location)
                .list()
                .forEach(location -> locations.put(location.id(), location));
        return locations;
    }

    private record Location(
            UUID id, UUID packId, UUID nodeId, String objectKey, long fileOffset, String digest, boolean lost) {}

    /** By hand: of each row that is read by its record, the driver throws an exception for each column of two words. */
    private static Location location(ResultSet row, int at) throws SQLException {
        return new Location(
                row.getObject("id", UUID.class),
                row.getObject("pack_id", UUID.class),
                row.getObject("node_id", UUID.class),
                row.getString("object_key"),
                row.getLong("file_offset"),
                row.getString("digest"),
                row.getBoolean("lost"));
    }

    private Location location(Instance instance) throws IOException {
        return Optional.ofNullable(locations(List.of(instance)).get(instance.id()))
                .orElseThrow(() -> new NoSuchFileException(instance.sopInstanceUid()));
    }

    private InputStream openAt(Instance instance, Location location, long from, long length) throws IOException {
        if (location.lost()) {
            throw new BytesLost(instance.sopInstanceUid());
        }
        if (!location.digest().equals(instance.digest())) {
            throw new IOException(instance.sopInstanceUid() + " was lost and has come again, with other attributes");
        }
        long start = location.fileOffset() + from;
        if (!location.objectKey().isEmpty()) {
            return objects.get(location.objectKey(), start, length);
        }
        requireHere(location);
        return spool.open(location.packId(), start, length);
    }

    private void requireHere(Location location) throws Unavailable {
        boolean spooled = location.objectKey().isEmpty() && !location.lost();
        if (spooled && !location.nodeId().equals(spool.node())) {
            throw elsewhere(location.nodeId());
        }
    }

    private static Unavailable elsewhere(UUID node) {
        return new Unavailable(
                Unavailable.Why.OTHER_SPOOL,
                "it is still in the spool of another process of the hub (" + node
                        + "), and can be read there until it is in the object store",
                null);
    }

    @Override
    public boolean areWhole(List<Series> series) throws Unavailable {
        var lack = jdbc.sql("""
                select bool_or(i.lost_at is not null) as lost, min(p.node_id::text) filter (
                    where i.lost_at is null and p.object_key is null and p.node_id <> :node) as elsewhere
                from storage.instance i join storage.pack p on p.id = i.pack_id where i.series_id = any(:series)""")
                .param("series", series.stream().map(Series::id).toArray(UUID[]::new))
                .param("node", spool.node())
                .query((row, at) -> new Lack(row.getBoolean("lost"), Optional.ofNullable(row.getString("elsewhere"))))
                .single();
        if (lack.elsewhere().isPresent()) {
            throw elsewhere(UUID.fromString(lack.elsewhere().get()));
        }
        return !lack.lost();
    }

    /** @param elsewhere in whose spool something lies */
    private record Lack(boolean lost, Optional<String> elsewhere) {}

    @Override
    public InputStream metadata(Series series) throws IOException {
        return new SeriesMetadata(jdbc, objects, this).of(series);
    }

    static Study study(ResultSet row, int at) throws SQLException {
        return new Study(
                row.getObject("id", UUID.class),
                row.getString("site"),
                row.getString("study_uid"),
                new Patient(
                        row.getString("patient_id"),
                        row.getString("issuer"),
                        row.getString("patient_name"),
                        row.getString("birth_date"),
                        row.getString("sex")),
                row.getString("accession_number"),
                row.getString("study_date"),
                row.getString("study_time"),
                row.getString("study_id"),
                row.getString("description"),
                row.getString("referring_physician"),
                Sql.texts(row, "modalities"),
                row.getString("body_part"),
                row.getInt("series_count"),
                row.getInt("instance_count"),
                row.getLong("bytes"),
                row.getString("calling_ae"),
                Sql.instant(row, "first_received_at"),
                Sql.instant(row, "last_received_at"),
                !row.getString("state").equals("ARRIVING"),
                Sql.texts(row, "warnings").stream().map(Phrase::decode).toList());
    }

    static Instance instance(ResultSet row, int at) throws SQLException {
        return new Instance(
                row.getObject("id", UUID.class),
                row.getObject("series_id", UUID.class),
                row.getString("sop_class"),
                row.getString("sop_uid"),
                row.getString("transfer_syntax"),
                row.getString("number"),
                row.getInt("rows"),
                row.getInt("columns"),
                row.getInt("frames"),
                row.getLong("length"),
                row.getString("digest"),
                Sql.instant(row, "received_at"));
    }
}
