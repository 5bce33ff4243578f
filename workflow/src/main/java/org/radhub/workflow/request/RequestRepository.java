package org.radhub.workflow.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.storage.Patient;
import org.radhub.workflow.PlannedExam;
import org.radhub.workflow.Priority;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The requests of the doctors, those included that wait for their study. */
@Repository
public class RequestRepository {
    private static final int LOCK = 5_003;

    private final JdbcClient jdbc;

    RequestRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps requests and arrivals of the site apart until the transaction ends, so that a request never misses the case it waits for. */
    public void lock(String site) {
        jdbc.sql("select pg_advisory_xact_lock(:lock, hashtext(:site))")
                .param("lock", LOCK)
                .param("site", site)
                .query((row, number) -> "")
                .single();
    }

    /** Records a request that waits for its study; one for the same study gives way to it. */
    void keepPending(Pending pending) {
        insert(pending, null, """
                on conflict (site, study_instance_uid, accession_number) where case_id is null
                do update set priority = excluded.priority, clinical_question = excluded.clinical_question,
                    history = excluded.history, patient_id = excluded.patient_id,
                    patient_issuer = excluded.patient_issuer, patient_name = excluded.patient_name,
                    patient_birth_date = excluded.patient_birth_date, patient_sex = excluded.patient_sex,
                    modality = excluded.modality, procedure_description = excluded.procedure_description,
                    scheduled_at = excluded.scheduled_at, doctor = excluded.doctor, asked_at = excluded.asked_at""");
    }

    /** Records a request that has its case. */
    void keep(Pending request, UUID caseId) {
        insert(request, caseId, "");
    }

    int pendingOf(String site) {
        return jdbc.sql("select count(*) from workflow.read_request where site = :site and case_id is null")
                .param("site", site)
                .query(Integer.class)
                .single();
    }

    /** Those that wait at the site, in the order in which they were asked. */
    List<Pending> waitingAt(String site) {
        return jdbc.sql(
                        "select * from workflow.read_request where site = :site and case_id is null order by asked_at, id")
                .param("site", site)
                .query(RequestRepository::pending)
                .list();
    }

    /** The waiting request that names its study by just these. */
    Optional<Pending> waiting(String site, String studyInstanceUid, String accessionNumber) {
        return jdbc.sql("""
                        select * from workflow.read_request
                        where site = :site and study_instance_uid = :uid and accession_number = :accession
                          and case_id is null""")
                .param("site", site)
                .param("uid", studyInstanceUid)
                .param("accession", accessionNumber)
                .query(RequestRepository::pending)
                .optional();
    }

    /** The request that waits for this study: one that names its UID before one that names its accession number. */
    public Optional<Pending> waitingFor(String site, String studyInstanceUid, String accessionNumber) {
        return jdbc.sql("""
                        select * from workflow.read_request
                        where site = :site and case_id is null
                          and (study_instance_uid = :uid
                               or (study_instance_uid = '' and accession_number = :accession and :accession <> ''))
                        order by study_instance_uid = :uid desc, asked_at desc limit 1""")
                .param("site", site)
                .param("uid", studyInstanceUid)
                .param("accession", accessionNumber)
                .query(RequestRepository::pending)
                .optional();
    }

    public void attach(UUID request, UUID caseId) {
        jdbc.sql("update workflow.read_request set case_id = :case where id = :id")
                .param("case", caseId)
                .param("id", request)
                .update();
    }

    private void insert(Pending request, UUID caseId, String onConflict) {
        jdbc.sql("""
                        insert into workflow.read_request (id, site, study_instance_uid, accession_number, priority,
                            clinical_question, history, patient_id, patient_issuer, patient_name, patient_birth_date,
                            patient_sex, modality, procedure_description, scheduled_at, doctor, asked_at, case_id)
                        values (:id, :site, :uid, :accession, :priority, :question, :history, :patient, :issuer, :name,
                            :born, :sex, :modality, :procedure, :scheduled, :doctor, :askedAt, :case)
                        """ + onConflict)
                .param("id", request.id())
                .param("site", request.site())
                .param("uid", request.studyInstanceUid())
                .param("accession", request.accessionNumber())
                .param("priority", request.priority().name())
                .param("question", request.clinicalQuestion())
                .param("history", request.history())
                .param("patient", request.exam().patient().id())
                .param("issuer", request.exam().patient().issuer())
                .param("name", request.exam().patient().name())
                .param("born", request.exam().patient().birthDate())
                .param("sex", request.exam().patient().sex())
                .param("modality", request.exam().modality())
                .param("procedure", request.exam().procedure())
                .param(
                        "scheduled",
                        request.exam()
                                .scheduledAt()
                                .map(at -> at.atOffset(ZoneOffset.UTC))
                                .orElse(null),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("doctor", request.doctor())
                .param("askedAt", request.askedAt().atOffset(ZoneOffset.UTC))
                .param("case", caseId)
                .update();
    }

    private static Pending pending(ResultSet row, int number) throws SQLException {
        return new Pending(
                row.getObject("id", UUID.class),
                row.getString("site"),
                row.getString("study_instance_uid"),
                row.getString("accession_number"),
                Priority.valueOf(row.getString("priority")),
                row.getString("clinical_question"),
                row.getString("history"),
                exam(row),
                row.getString("doctor"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant());
    }

    private static PlannedExam exam(ResultSet row) throws SQLException {
        var scheduled = Optional.ofNullable(row.getObject("scheduled_at", OffsetDateTime.class));
        return new PlannedExam(
                new Patient(
                        row.getString("patient_id"),
                        row.getString("patient_issuer"),
                        row.getString("patient_name"),
                        row.getString("patient_birth_date"),
                        row.getString("patient_sex")),
                row.getString("modality"),
                row.getString("procedure_description"),
                scheduled.map(OffsetDateTime::toInstant));
    }
}
