package org.radhub.workflow.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.workflow.Consideration;
import org.radhub.workflow.assignment.Place;
import org.radhub.workflow.assignment.Ranking;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The last ranking of each case, so that a coordinator can see why one reader got it and another did not. */
@Repository
class Considerations {
    private final JdbcClient jdbc;

    Considerations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void replace(UUID caseId, Ranking ranking) {
        jdbc.sql("delete from workflow.consideration where case_id = :case")
                .param("case", caseId)
                .update();
        var places = ranking.places();
        jdbc.sql("""
                        insert into workflow.consideration (case_id, place, reader, done_at, reason)
                        select :case, place, reader, done_at, reason
                        from unnest(:readers::text[], :doneAt::timestamptz[], :reasons::text[])
                             with ordinality as ranked (reader, done_at, reason, place)""")
                .param("case", caseId)
                .param("readers", places.stream().map(Place::reader).toArray(String[]::new))
                .param(
                        "doneAt",
                        places.stream()
                                .map(place ->
                                        place.doneAt().map(String::valueOf).orElse(null))
                                .toArray(String[]::new))
                .param(
                        "reasons",
                        places.stream().map(place -> place.reason().encoded()).toArray(String[]::new))
                .update();
    }

    List<Consideration> of(UUID caseId) {
        return jdbc.sql("select * from workflow.consideration where case_id = :case order by place")
                .param("case", caseId)
                .query(Considerations::consideration)
                .list();
    }

    private static Consideration consideration(ResultSet row, int number) throws SQLException {
        return new Consideration(
                row.getInt("place"),
                row.getString("reader"),
                Optional.ofNullable(row.getObject("done_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Phrase.decode(row.getString("reason")));
    }
}
