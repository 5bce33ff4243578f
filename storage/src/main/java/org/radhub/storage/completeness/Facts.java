package org.radhub.storage.completeness;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.radhub.storage.completeness.StudyFacts.Exam;
import org.radhub.storage.completeness.StudyFacts.Expected;
import org.radhub.storage.completeness.StudyFacts.SeriesFacts;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gathers what is known of a study that is arriving. */
final class Facts {
    private final JdbcClient jdbc;
    private final Paces paces;

    Facts(JdbcClient jdbc, Paces paces) {
        this.jdbc = jdbc;
        this.paces = paces;
    }

    StudyFacts of(Candidate study, boolean mayLack) {
        var devices = study.settled() ? devices(study) : List.<String>of();
        var known = paces.of(study.site(), devices);
        var expected = expected(study);
        return new StudyFacts(
                study.instanceCount(),
                study.announced(),
                study.announcedSeries(),
                study.activeAt().toInstant(),
                Optional.ofNullable(study.closedAt()).map(OffsetDateTime::toInstant),
                mayLack,
                known.size() < devices.size(),
                longest(known.stream().map(Pace::settle)),
                longest(known.stream().map(Pace::quiet)),
                new Expected(expected.asked(), expected.askedMissing()),
                new Expected(expected.named(), expected.namedMissing()),
                exam(study),
                study.settled() ? series(study.id()) : List.of());
    }

    private static Duration longest(Stream<Duration> durations) {
        return durations.max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private List<String> devices(Candidate study) {
        return jdbc.sql("""
                select calling_ae from storage.sending where study_id = :id union select :first""")
                .param("id", study.id())
                .param("first", study.callingAe())
                .query(String.class)
                .list();
    }

    private record Counts(int asked, int askedMissing, int named, int namedMissing) {}

    private Counts expected(Candidate study) {
        return jdbc.sql("""
                select count(*) filter (where e.asked) as asked,
                       count(*) filter (where e.asked and i.id is null) as asked_missing,
                       count(*) filter (where e.performed) as named,
                       count(*) filter (where e.performed and i.id is null) as named_missing
                from storage.expected_instance e
                left join storage.instance i on i.sop_uid = e.sop_uid and i.site = e.site
                where e.site = :site and e.study_uid = :uid""")
                .param("site", study.site())
                .param("uid", study.studyUid())
                .query(Counts.class)
                .single();
    }

    private Exam exam(Candidate study) {
        return jdbc.sql("""
                select count(*) as steps, count(*) filter (where state = 'IN_PROGRESS') as going,
                       count(*) filter (where state = 'DISCONTINUED') as discontinued, max(changed_at) as changed_at
                from storage.performed_step where site = :site and study_uid = :uid""")
                .param("site", study.site())
                .param("uid", study.studyUid())
                .query((row, number) -> row.getInt("steps") == 0
                        ? Exam.UNKNOWN
                        : new Exam(
                                row.getInt("steps"),
                                row.getInt("going"),
                                row.getInt("discontinued"),
                                row.getObject("changed_at", OffsetDateTime.class)
                                        .toInstant()))
                .single();
    }

    private List<SeriesFacts> series(UUID study) {
        var slices = slices(study);
        return jdbc.sql("""
                select id, series_uid, number, description, instance_count, announced, in_acquisition
                from storage.series where study_id = ? and instance_count > 0 order by number, series_uid""")
                .param(study)
                .query((row, number) -> new SeriesFacts(
                        name(row.getString("number"), row.getString("description"), row.getString("series_uid")),
                        row.getInt("instance_count"),
                        row.getInt("announced"),
                        row.getInt("in_acquisition"),
                        slices.getOrDefault(row.getObject("id", UUID.class), List.of())))
                .list();
    }

    /** As a person would find it in a viewer. */
    private static String name(String number, String description, String uid) {
        var name = (number + " " + description).strip();
        return name.isEmpty() ? uid : name;
    }

    private Map<UUID, List<SliceStack.Place>> slices(UUID study) {
        var bySeries = new HashMap<UUID, List<SliceStack.Place>>();
        jdbc.sql("""
                select i.series_id, i.slice_normal, i.slice_position, i.number_order
                from storage.series r join storage.instance i on i.series_id = r.id
                where r.study_id = ? and i.slice_normal is not null""").param(study).query(row -> {
            bySeries.computeIfAbsent(row.getObject("series_id", UUID.class), id -> new ArrayList<>())
                    .add(new SliceStack.Place(
                            row.getString("slice_normal"),
                            row.getDouble("slice_position"),
                            row.getInt("number_order")));
        });
        return bySeries;
    }
}
