package org.radhub.storage.study;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.Scope;
import org.radhub.storage.ArrivingStudies;
import org.radhub.storage.ArrivingStudy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ArrivingCatalogue implements ArrivingStudies {
    private static final int MOST = 200;

    private final JdbcClient jdbc;

    ArrivingCatalogue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ArrivingStudy> within(Scope scope, int limit) {
        var search = StudySearch.within(scope);
        return jdbc.sql("""
                        select s.*, j.look_at,
                               (select count(*) from storage.sending o where o.study_id = s.id and o.closed_at is null) as open_associations
                        from storage.study s
                        left join storage.judgement j on j.study_id = s.id and j.instances = s.instance_count
                        where s.state = 'ARRIVING' and %s
                        order by s.active_at desc, s.id limit :limit""".formatted(search.condition()))
                .params(search.parameters())
                .param("limit", Math.min(MOST, Math.max(0, limit)))
                .query(ArrivingCatalogue::arriving)
                .list();
    }

    private static ArrivingStudy arriving(ResultSet row, int at) throws SQLException {
        return new ArrivingStudy(
                StudyCatalogue.study(row, at),
                row.getInt("open_associations"),
                row.getInt("announced"),
                Optional.ofNullable(row.getObject("look_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getBoolean("arrival_told"));
    }
}
