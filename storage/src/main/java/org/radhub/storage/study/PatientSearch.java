package org.radhub.storage.study;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.Scope;
import org.radhub.storage.FoundPatient;
import org.radhub.storage.StudyQuery;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Patients of the studies that match, in the order of their keys, so that a page begins where the one before ended. */
final class PatientSearch {
    /** The index {@code study_patient} is in this order. */
    private static final String ID = "s.patient_id collate \"C\"";

    private static final String ISSUER = "s.issuer collate \"C\"";
    private static final String OWNER = "(case when s.issuer = '' then s.site else '' end) collate \"C\"";
    private static final String KEY = ID + ", " + ISSUER + ", " + OWNER;

    private PatientSearch() {}

    static List<FoundPatient> page(JdbcClient jdbc, StudyQuery query, Scope scope, Optional<FoundPatient.Key> after) {
        var search = StudySearch.of(query, scope);
        var beyond = after.isPresent() ? " and (" + KEY + ") > (:afterId, :afterIssuer, :afterSite)" : "";
        var found = jdbc.sql("""
                        with page as (
                            select %s as id, %s as issuer, %s as owner, count(*) as studies,
                                   sum(s.series_count) as series, sum(s.instance_count) as instances,
                                   (array_agg(s.id order by s.study_date desc, s.study_time desc, s.id))[1] as newest
                            from storage.study s where %s%s
                            group by %s order by %s limit :limit)
                        select s.*, p.owner, p.studies as found_studies, p.series as found_series,
                               p.instances as found_instances
                        from page p join storage.study s on s.id = p.newest
                        order by p.id, p.issuer, p.owner""".formatted(ID, ISSUER, OWNER, search.condition(), beyond, KEY, KEY))
                .params(search.parameters())
                .param("limit", Math.min(1000, Math.max(1, query.limit())));
        after.ifPresent(key -> found.param("afterId", key.id())
                .param("afterIssuer", key.issuer())
                .param("afterSite", key.site()));
        return found.query(PatientSearch::patient).list();
    }

    private static FoundPatient patient(ResultSet row, int at) throws SQLException {
        var newest = StudyCatalogue.study(row, at);
        return new FoundPatient(
                new FoundPatient.Key(newest.patient().id(), newest.patient().issuer(), row.getString("owner")),
                newest,
                row.getInt("found_studies"),
                row.getInt("found_series"),
                row.getInt("found_instances"));
    }
}
