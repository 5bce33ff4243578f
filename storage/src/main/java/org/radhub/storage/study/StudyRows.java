package org.radhub.storage.study;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.radhub.registry.Phrase;
import org.radhub.registry.StudyKey;
import org.radhub.storage.dataset.Header;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of studies and series, as instances come to them. */
final class StudyRows {
    private static final int MAX_WARNINGS = 20;
    private static final int NAMES_LOOKED_AT = 5;

    private final JdbcClient jdbc;

    StudyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The study's row, made if there is none, and held until the transaction ends. */
    StudyRow lock(StudyKey key, List<KeptInstance> kept) {
        boolean made = make(key, kept);
        var row = jdbc.sql("""
                select id, patient_id, issuer, patient_name, birth_date, sex, accession_number
                from storage.study where site = :site and study_uid = :uid for update""")
                .param("site", key.site())
                .param("uid", key.studyInstanceUid())
                .query(StudyRow.class)
                .single();
        if (made) {
            names(row.id(), first(kept, Header::patientName));
            compareNames(key.site(), row, first(kept, Header::patientName));
        }
        return row;
    }

    private boolean make(StudyKey key, List<KeptInstance> kept) {
        var arrival = kept.get(0).entry().arrival();
        return jdbc.sql("""
                insert into storage.study
                    (id, site, study_uid, patient_id, issuer, patient_name, birth_date, sex, accession_number, study_date,
                     study_time, study_id, description, referring_physician, body_part, calling_ae, first_received_at,
                     last_received_at, active_at)
                values (:id, :site, :uid, :patientId, :issuer, :patientName, :birthDate, :sex, :accession, :studyDate,
                        :studyTime, :studyId, :description, :referring, :bodyPart, :ae, :first, :last, :last)
                on conflict (site, study_uid) do nothing""")
                        .param("id", id(key))
                        .param("site", key.site())
                        .param("uid", key.studyInstanceUid())
                        .params(texts(kept))
                        .params(patient(new PatientId("", "").completedBy(kept)))
                        .param("ae", arrival.callingAeTitle())
                        .param("first", Sql.time(arrival.receivedAt()))
                        .param("last", Sql.time(arrival.keptAt()))
                        .update()
                == 1;
    }

    /** Always the same for a study, so that an index that was made anew fits what others keep of it. */
    private static UUID id(StudyKey key) {
        return UUID.nameUUIDFromBytes((key.site() + '\n' + key.studyInstanceUid()).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> texts(List<KeptInstance> kept) {
        var texts = new HashMap<String, Object>();
        texts.put("patientName", first(kept, Header::patientName));
        texts.put("birthDate", first(kept, Header::birthDate));
        texts.put("sex", first(kept, Header::sex));
        texts.put("accession", first(kept, Header::accessionNumber));
        texts.put("studyDate", first(kept, Header::studyDate));
        texts.put("studyTime", first(kept, Header::studyTime));
        texts.put("studyId", first(kept, Header::studyId));
        texts.put("description", first(kept, Header::studyDescription));
        texts.put("referring", first(kept, Header::referringPhysician));
        texts.put("bodyPart", first(kept, Header::bodyPart));
        return texts;
    }

    private static Map<String, Object> patient(PatientId patient) {
        return Map.of("patientId", patient.id(), "issuer", patient.issuer());
    }

    /** The first that is not empty. */
    private static String first(List<KeptInstance> kept, Function<Header, String> text) {
        return kept.stream()
                .map(one -> text.apply(one.header()))
                .filter(said -> !said.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void names(UUID study, String name) {
        for (var key : PersonName.keys(name)) {
            jdbc.sql("insert into storage.study_name (study_id, key) values (?, ?) on conflict do nothing")
                    .params(study, key)
                    .update();
        }
    }

    /** One ID with two names at one hospital is either a change of name, or two people. */
    private void compareNames(String site, StudyRow row, String name) {
        if (row.patientId().isEmpty() || name.isEmpty()) {
            return;
        }
        var others = jdbc.sql("""
                select distinct patient_name from storage.study
                where site = :site and patient_id = :patient and (:issuer = '' or issuer in ('', :issuer))
                    and patient_name not in ('', :name)
                limit :limit""")
                .param("site", site)
                .param("patient", row.patientId())
                .param("issuer", row.issuer())
                .param("name", name)
                .param("limit", NAMES_LOOKED_AT)
                .query(String.class)
                .list();
        others.stream()
                .filter(other -> !PersonName.mayBeSame(name, other))
                .findFirst()
                .ifPresent(other -> warn(row.id(), Phrase.of("storage.warning.names", row.patientId(), other)));
    }

    /** The ids of the study's series, which are made if there are none. */
    Map<String, UUID> series(UUID study, Map<String, KeptInstance> firstOfSeries) {
        var ids = new HashMap<String, UUID>();
        firstOfSeries.forEach((uid, kept) -> {
            var header = kept.header();
            ids.put(
                    uid,
                    jdbc.sql("""
                            insert into storage.series
                                (id, study_id, series_uid, modality, number, description, body_part, series_date, series_time,
                                 announced, in_acquisition)
                            values (:id, :study, :uid, :modality, :number, :description, :bodyPart, :date, :time,
                                    :announced, :inAcquisition)
                            on conflict (study_id, series_uid) do update set
                                announced = greatest(series.announced, excluded.announced),
                                in_acquisition = greatest(series.in_acquisition, excluded.in_acquisition)
                            returning id""")
                            .param("id", UUID.randomUUID())
                            .param("study", study)
                            .param("uid", uid)
                            .param("modality", header.modality())
                            .param("number", header.seriesNumber())
                            .param("description", header.seriesDescription())
                            .param("bodyPart", header.bodyPart())
                            .param("date", header.seriesDate())
                            .param("time", header.seriesTime())
                            .param("announced", header.announced().inSeries())
                            .param("inAcquisition", header.announced().inAcquisition())
                            .query(UUID.class)
                            .single());
        });
        return ids;
    }

    void seriesGrew(UUID series, int instances) {
        jdbc.sql("update storage.series set instance_count = instance_count + ? where id = ?")
                .params(instances, series)
                .update();
    }

    /**
     * New instances of the study are in the index: its numbers, and that it is arriving.
     *
     * @return whom the study is of, with what they say
     */
    PatientId grew(StudyRow row, List<KeptInstance> kept) {
        var study = row.id();
        var patient = row.patient().completedBy(kept);
        var arrivals = kept.stream().map(one -> one.entry().arrival()).toList();
        jdbc.sql("""
                update storage.study s set
                    instance_count = instance_count + :count,
                    bytes = bytes + :bytes,
                    series_count = (select count(*) from storage.series r where r.study_id = s.id and r.instance_count > 0),
                    modalities = array(
                        select distinct m from unnest(modalities || :modalities::text[]) m where m <> '' order by m),
                    patient_id = :patientId,
                    issuer = :issuer,
                    patient_name = coalesce(nullif(patient_name, ''), :patientName),
                    birth_date = coalesce(nullif(birth_date, ''), :birthDate),
                    sex = coalesce(nullif(sex, ''), :sex),
                    accession_number = coalesce(nullif(accession_number, ''), :accession),
                    study_date = coalesce(nullif(study_date, ''), :studyDate),
                    study_time = coalesce(nullif(study_time, ''), :studyTime),
                    study_id = coalesce(nullif(study_id, ''), :studyId),
                    description = coalesce(nullif(description, ''), :description),
                    referring_physician = coalesce(nullif(referring_physician, ''), :referring),
                    body_part = coalesce(nullif(body_part, ''), :bodyPart),
                    announced = greatest(announced, :announced),
                    announced_series = greatest(announced_series, :announcedSeries),
                    first_received_at = least(first_received_at, :first),
                    last_received_at = greatest(last_received_at, :last),
                    active_at = greatest(active_at, :last),
                    state = 'ARRIVING',
                    stored_told = false,
                    late_instances = late_instances + case when arrival_told then :count else 0 end
                where id = :id""")
                .param("id", study)
                .param("count", kept.size())
                .param(
                        "bytes",
                        kept.stream().mapToLong(one -> one.entry().length()).sum())
                .param(
                        "modalities",
                        Sql.array(kept.stream()
                                .map(one -> one.header().modality())
                                .toList()))
                .params(texts(kept))
                .params(patient(patient))
                .param(
                        "announced",
                        kept.stream()
                                .mapToInt(one -> one.header().announced().inStudy())
                                .max()
                                .orElse(0))
                .param(
                        "announcedSeries",
                        kept.stream()
                                .mapToInt(one -> one.header().announced().seriesInStudy())
                                .max()
                                .orElse(0))
                .param(
                        "first",
                        Sql.time(arrivals.stream()
                                .map(a -> a.receivedAt())
                                .min(java.time.Instant::compareTo)
                                .orElseThrow()))
                .param(
                        "last",
                        Sql.time(arrivals.stream()
                                .map(a -> a.keptAt())
                                .max(java.time.Instant::compareTo)
                                .orElseThrow()))
                .update();
        names(study, first(kept, Header::patientName));
        return patient;
    }

    /** Adds the warning, if the study has none of this key: many of one kind would leave no room for others. */
    void warnOnce(UUID study, Phrase warning) {
        jdbc.sql("""
                update storage.study set warnings = warnings || :warning
                where id = :id and cardinality(warnings) < :limit
                    and not exists (select 1 from unnest(warnings) as w where starts_with(w, :key))""")
                .param("id", study)
                .param("warning", warning.encoded())
                .param("key", warning.key())
                .param("limit", MAX_WARNINGS)
                .update();
    }

    /** Adds the warning, if the study does not have it. */
    void warn(UUID study, Phrase warning) {
        jdbc.sql("""
                update storage.study set warnings = warnings || :warning
                where id = :id and not warnings @> array[:warning]::text[] and cardinality(warnings) < :limit""")
                .param("id", study)
                .param("warning", warning.encoded())
                .param("limit", MAX_WARNINGS)
                .update();
    }
}
