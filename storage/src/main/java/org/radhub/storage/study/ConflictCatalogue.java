package org.radhub.storage.study;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Conflict;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Conflicts;
import org.radhub.storage.Instance;
import org.radhub.storage.InstanceHeader;
import org.radhub.storage.Patient;
import org.radhub.storage.Studies;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the index says of instances that were put aside, and what people wrote down of them. */
@Component
class ConflictCatalogue implements Conflicts {
    private static final int LARGEST_PAGE = 200;

    /** The pack says of which study and series an instance is that was put aside. */
    private static final String FROM = """
             from storage.conflict c
            join storage.pack p on p.id = c.pack_id
            join storage.instance i on i.sop_uid = c.sop_uid and i.site = c.site
            join storage.series r on r.id = i.series_id
            join storage.study s on s.id = i.study_id
            left join storage.study os on os.site = p.site and os.study_uid = p.study_uid
            left join storage.series o on o.study_id = os.id and o.series_uid = p.series_uid
            """;

    private static final String COLUMNS = """
            select c.*, c.lost_at is not null as lost, coalesce(o.id, c.id) as aside_series, p.study_uid as aside_study,
                   p.series_uid as aside_series_uid, i.id as kept_id, i.series_id as kept_series,
                   i.sop_class as kept_class, i.transfer_syntax as kept_syntax, i.number as kept_number,
                   i.rows as kept_rows, i.columns as kept_columns, i.frames as kept_frames, i.length as kept_length,
                   i.digest as kept_digest, i.received_at as kept_received, i.pixel_fingerprint as kept_pixels,
                   r.series_uid as kept_series_uid, s.study_uid as kept_study, s.patient_id as kept_patient,
                   s.issuer as kept_issuer, s.patient_name as kept_name, s.birth_date as kept_birth, s.sex as kept_sex""";

    private final JdbcClient jdbc;
    private final Studies studies;
    private final Clock clock;

    ConflictCatalogue(JdbcClient jdbc, Studies studies, Clock clock) {
        this.jdbc = jdbc;
        this.studies = studies;
        this.clock = clock;
    }

    @Override
    public Page<Conflict> search(ConflictQuery query, Scope scope) {
        var search = ConflictSearch.of(query, scope);
        int page = Math.max(1, query.page());
        int size = Math.min(LARGEST_PAGE, Math.max(1, query.size()));
        var found = jdbc.sql(COLUMNS + FROM + "where " + search.condition()
                        + " order by c.received_at desc, c.id offset :offset limit :limit")
                .params(search.parameters())
                .param("offset", (page - 1L) * size)
                .param("limit", size)
                .query(ConflictCatalogue::conflict)
                .list();
        return Page.of(found, page, size, count(search));
    }

    @Override
    public long open(Scope scope) {
        if (scope.everything() || scope.granted().isEmpty()) {
            // Asked for on every page: of whole hospitals, the conflicts themselves say it.
            return jdbc.sql(
                            "select count(*) from storage.conflict where decided_at is null and (:all or site = any(:sites))")
                    .param("all", scope.everything())
                    .param("sites", scope.sites().toArray(String[]::new))
                    .query(Long.class)
                    .single();
        }
        return count(ConflictSearch.of(
                new ConflictQuery(Optional.empty(), Optional.empty(), Optional.of(true), 1, 1), scope));
    }

    private long count(ConflictSearch search) {
        return jdbc.sql("select count(*)" + FROM + "where " + search.condition())
                .params(search.parameters())
                .query(Long.class)
                .single();
    }

    @Override
    public Optional<Conflict> find(UUID id) {
        return jdbc.sql(COLUMNS + FROM + "where c.id = ?")
                .param(id)
                .query(ConflictCatalogue::conflict)
                .optional();
    }

    @Override
    public InstanceHeader header(Conflict.Side side) throws IOException {
        try (var file = studies.open(side.instance())) {
            return InstanceHeader.read(file);
        }
    }

    @Override
    public Conflict decide(UUID id, String person, String note) {
        int decided = jdbc.sql("""
                update storage.conflict set decided_at = :at, decided_by = :by, note = :note
                where id = :id and decided_at is null""")
                .param("at", Sql.time(clock.instant()))
                .param("by", person)
                .param("note", note)
                .param("id", id)
                .update();
        var found =
                find(id).orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("storage.conflict.unknown")));
        if (decided == 0) {
            var before = found.decision().orElseThrow();
            throw new Refused(Refused.Kind.CONFLICT, Phrase.of("storage.conflict.decided", before.by(), before.at()));
        }
        return found;
    }

    private static Conflict conflict(ResultSet row, int at) throws SQLException {
        var site = row.getString("site");
        var kept = new Conflict.Side(
                new StudyKey(site, row.getString("kept_study")),
                row.getString("kept_series_uid"),
                new Patient(
                        row.getString("kept_patient"),
                        row.getString("kept_issuer"),
                        row.getString("kept_name"),
                        row.getString("kept_birth"),
                        row.getString("kept_sex")),
                new Instance(
                        row.getObject("kept_id", UUID.class),
                        row.getObject("kept_series", UUID.class),
                        row.getString("kept_class"),
                        row.getString("sop_uid"),
                        row.getString("kept_syntax"),
                        row.getString("kept_number"),
                        row.getInt("kept_rows"),
                        row.getInt("kept_columns"),
                        row.getInt("kept_frames"),
                        row.getLong("kept_length"),
                        row.getString("kept_digest"),
                        Sql.instant(row, "kept_received")));
        var aside = new Conflict.Side(
                new StudyKey(site, row.getString("aside_study")),
                row.getString("aside_series_uid"),
                new Patient(
                        text(row, "patient_id"),
                        text(row, "issuer"),
                        text(row, "patient_name"),
                        text(row, "birth_date"),
                        text(row, "sex")),
                new Instance(
                        row.getObject("id", UUID.class),
                        row.getObject("aside_series", UUID.class),
                        text(row, "sop_class"),
                        row.getString("sop_uid"),
                        text(row, "transfer_syntax"),
                        text(row, "number"),
                        row.getInt("rows"),
                        row.getInt("columns"),
                        Math.max(1, row.getInt("frames")),
                        row.getLong("length"),
                        row.getString("digest"),
                        Sql.instant(row, "received_at")));
        return new Conflict(
                row.getObject("id", UUID.class),
                kept,
                aside,
                text(row, "calling_ae"),
                differences(kept, row.getString("kept_pixels"), aside, row.getString("pixel_fingerprint")),
                row.getBoolean("lost"),
                decision(row));
    }

    /** Empty for null: an earlier version did not write it down. */
    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    private static Optional<Conflict.Decision> decision(ResultSet row) throws SQLException {
        var at = Sql.optionalInstant(row, "decided_at");
        return at.isEmpty()
                ? Optional.empty()
                : Optional.of(new Conflict.Decision(at.get(), row.getString("decided_by"), row.getString("note")));
    }

    private static Set<Conflict.Difference> differences(
            Conflict.Side kept, String keptPixels, Conflict.Side aside, String asidePixels) {
        var found = EnumSet.noneOf(Conflict.Difference.class);
        if (keptPixels == null || asidePixels == null) {
            found.add(Conflict.Difference.UNCOMPARABLE);
        } else if (!keptPixels.equals(asidePixels)) {
            // The same picture, compressed or not, is other bytes.
            var encodedAlike =
                    kept.instance().transferSyntaxUid().equals(aside.instance().transferSyntaxUid());
            found.add(encodedAlike ? Conflict.Difference.PIXELS : Conflict.Difference.UNCOMPARABLE);
        }
        if (!kept.study().equals(aside.study()) || !kept.seriesInstanceUid().equals(aside.seriesInstanceUid())) {
            found.add(Conflict.Difference.SERIES);
        }
        if (areOfTwo(kept.patient(), aside.patient())) {
            found.add(Conflict.Difference.PATIENT);
        }
        return Set.copyOf(found);
    }

    private static boolean areOfTwo(Patient one, Patient other) {
        boolean otherId = new PatientId(one.id(), one.issuer()).isAnother(new PatientId(other.id(), other.issuer()));
        boolean bothNamed = !one.name().isEmpty() && !other.name().isEmpty();
        return otherId || bothNamed && !PersonName.mayBeSame(one.name(), other.name());
    }
}
