package org.radhub.storage.completeness;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How each device sends, as its studies have shown. */
final class Paces {
    private final JdbcClient jdbc;

    Paces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of those devices of which anything is known. */
    List<Pace> of(String site, List<String> devices) {
        if (devices.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(
                        "select within, between_associations from storage.device_pace where site = :site and calling_ae in (:devices)")
                .param("site", site)
                .param("devices", devices)
                .query((row, number) ->
                        new Pace(numbers(row.getArray("within")), numbers(row.getArray("between_associations"))))
                .list();
    }

    /** The study has come to an end; what its silences say of the device is remembered. */
    void learn(Candidate study, Duration visit, Instant now) {
        jdbc.sql("""
                insert into storage.device_pace (site, calling_ae, within, between_associations, learned_at)
                values (:site, :ae, '{}', '{}', :now) on conflict do nothing""")
                .param("site", study.site())
                .param("ae", study.callingAe())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        // Whoever only adds to the studies of others is no stranger from now on.
        jdbc.sql("""
                insert into storage.device_pace (site, calling_ae, within, between_associations, learned_at)
                select distinct :site, calling_ae, '{}'::double precision[], '{}'::double precision[], :now::timestamptz
                from storage.sending where study_id = :study on conflict do nothing""")
                .param("site", study.site())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("study", study.id())
                .update();
        var before = jdbc.sql("""
                select within, between_associations from storage.device_pace
                where site = :site and calling_ae = :ae for update""")
                .param("site", study.site())
                .param("ae", study.callingAe())
                .query((row, number) ->
                        new Pace(numbers(row.getArray("within")), numbers(row.getArray("between_associations"))))
                .single();
        var after = before.after(silences(study, visit));
        jdbc.sql("""
                update storage.device_pace set within = :within, between_associations = :between, learned_at = :now
                where site = :site and calling_ae = :ae""")
                .param("within", after.within().toArray(Double[]::new))
                .param("between", after.between().toArray(Double[]::new))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("site", study.site())
                .param("ae", study.callingAe())
                .update();
    }

    private Silences silences(Candidate study, Duration visit) {
        var arrivals = instants("""
                select i.received_at from storage.series r join storage.instance i on i.series_id = r.id
                where r.study_id = ?""", study);
        var closings = new ArrayList<>(
                instants("select closed_at from storage.sending where study_id = ? and closed_at is not null", study));
        declaredBefore(study, arrivals).ifPresent(closings::add);
        return Silences.of(arrivals, closings, visit);
    }

    /** What came last before the study was declared complete: its associations had closed then, as far as anybody knew. */
    private static Optional<Instant> declaredBefore(Candidate study, List<Instant> arrivals) {
        return Optional.ofNullable(study.completedAt())
                .map(OffsetDateTime::toInstant)
                .flatMap(declared ->
                        arrivals.stream().filter(at -> at.isBefore(declared)).max(Instant::compareTo));
    }

    private List<Instant> instants(String sql, Candidate study) {
        return jdbc.sql(sql)
                .param(study.id())
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .list();
    }

    private static List<Double> numbers(Array array) throws SQLException {
        return List.of((Double[]) array.getArray());
    }
}
