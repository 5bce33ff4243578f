package org.radhub.workflow.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Patient;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.process.Terms;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of the read cases: finding, locking, and every change of a row. */
@Repository
public class CaseRepository {
    static final String UNREAD = "('WAITING', 'ASSIGNED', 'READING', 'PRELIMINARY')";

    /** The order in which cases are read, and given. */
    static final String URGENCY = "case priority when 'STAT' then 0 when 'URGENT' then 1 else 2 end, deadline, opened";

    private final JdbcClient jdbc;

    CaseRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<ReadCase> find(UUID id) {
        return jdbc.sql("select * from workflow.read_case where id = :id")
                .param("id", id)
                .query(CaseRepository::readCase)
                .optional();
    }

    /** The case, its row locked until the transaction ends. */
    public Optional<Filed> lock(UUID id) {
        return jdbc.sql("select * from workflow.read_case where id = :id for update")
                .param("id", id)
                .query(CaseRepository::filed)
                .optional();
    }

    /** Ids of the cases of the study, newest first. */
    public List<UUID> ofStudy(UUID studyId) {
        return jdbc.sql("select id from workflow.read_case where study_id = :study order by opened desc")
                .param("study", studyId)
                .query(UUID.class)
                .list();
    }

    /** The cases that wait for a reader, in the order in which they are given. */
    public List<ReadCase> waiting() {
        return jdbc.sql("select * from workflow.read_case where state = 'WAITING' order by " + URGENCY)
                .query(CaseRepository::readCase)
                .list();
    }

    /** The cases past their deadline that are not signed, latest first. */
    public List<ReadCase> late(Instant now) {
        return jdbc.sql("select * from workflow.read_case where deadline < :now and state in " + UNREAD
                        + " order by deadline, opened")
                .param("now", time(now))
                .query(CaseRepository::readCase)
                .list();
    }

    /** The cases whose study grew after the report was signed, longest ago first. */
    public List<ReadCase> changedAfterSigning() {
        return jdbc.sql("""
                        select * from workflow.read_case where images_after_signing_at is not null
                        order by images_after_signing_at""").query(CaseRepository::readCase).list();
    }

    /** The newest case of the site's study of this UID, or where that is empty of this accession number. */
    public Optional<UUID> newest(String site, String studyInstanceUid, String accessionNumber) {
        var by = studyInstanceUid.isEmpty() ? "accession_number = :accession" : "study_instance_uid = :uid";
        return jdbc.sql("select id from workflow.read_case where site = :site and " + by
                        + " order by opened desc limit 1")
                .param("site", site)
                .param(
                        studyInstanceUid.isEmpty() ? "accession" : "uid",
                        studyInstanceUid.isEmpty() ? accessionNumber : studyInstanceUid)
                .query(UUID.class)
                .optional();
    }

    /**
     * Files a new case.
     *
     * @return false if there is already the one of the study's arrival, or one that is not read yet
     */
    boolean insert(ReadCase read, boolean onArrival) {
        return jdbc.sql("""
                        insert into workflow.read_case (id, study_id, on_arrival, site, study_instance_uid, patient_id, patient_issuer,
                            patient_name, patient_birth_date, patient_sex, accession_number, modality, body_part, description,
                            study_date, instances, skill, read_minutes, priority, state, reason, created_at, deadline,
                            clinical_question, history)
                        values (:id, :studyId, :onArrival, :site, :uid, :patientId, :issuer, :name, :birthDate, :sex, :accession,
                            :modality, :bodyPart, :description, :studyDate, :instances, :skill, 0, :priority, :state, :reason,
                            :createdAt, :deadline, :question, :history)
                        on conflict do nothing""")
                        .param("id", read.id())
                        .param("studyId", read.studyId())
                        .param("onArrival", onArrival)
                        .param("site", read.site())
                        .param("uid", read.study().studyInstanceUid())
                        .param("patientId", read.patient().id())
                        .param("issuer", read.patient().issuer())
                        .param("name", read.patient().name())
                        .param("birthDate", read.patient().birthDate())
                        .param("sex", read.patient().sex())
                        .param("accession", read.accessionNumber())
                        .param("modality", read.modality())
                        .param("bodyPart", read.bodyPart())
                        .param("description", read.description())
                        .param("studyDate", read.studyDate())
                        .param("instances", read.instances())
                        .param("skill", read.skill())
                        .param("priority", read.priority().name())
                        .param("state", read.state().name())
                        .param("reason", read.reason().encoded())
                        .param("createdAt", time(read.createdAt()))
                        .param("deadline", time(read.deadline()))
                        .param("question", read.clinicalQuestion())
                        .param("history", read.history())
                        .update()
                > 0;
    }

    void runsAs(UUID id, String process) {
        update(id, "process_instance = :process").param("process", process).update();
    }

    public void decided(UUID id, Terms terms, Instant deadline) {
        update(id, "priority = :priority, skill = :skill, read_minutes = :minutes, deadline = :deadline")
                .param("priority", terms.priority().name())
                .param("skill", terms.skill())
                .param("minutes", terms.readMinutes())
                .param("deadline", time(deadline))
                .update();
    }

    /** The case is the reader's, and of nobody else. */
    void give(ReadCase read, String reader, Phrase reason) {
        update(read.id(), "state = :state, reader = :reader, reason = :reason")
                .param("state", read.state().to(CaseState.ASSIGNED).name())
                .param("reader", reader)
                .param("reason", reason.encoded())
                .update();
    }

    /** The case is nobody's. */
    void take(ReadCase read, Phrase reason) {
        var state = read.state() == CaseState.WAITING
                ? CaseState.WAITING
                : read.state().to(CaseState.WAITING);
        update(read.id(), "state = :state, reader = null, reason = :reason")
                .param("state", state.name())
                .param("reason", reason.encoded())
                .update();
    }

    public void move(ReadCase read, CaseState next) {
        update(read.id(), "state = :state")
                .param("state", read.state().to(next).name())
                .update();
    }

    public void signed(ReadCase read, Instant at, int version) {
        update(read.id(), "state = :state, signed_at = :at, signed_version = :version")
                .param("state", read.state().to(CaseState.SIGNED).name())
                .param("at", time(at))
                .param("version", version)
                .update();
    }

    void escalated(UUID id, Instant at) {
        update(id, "escalated_at = :at").param("at", time(at)).update();
    }

    public void asked(UUID id, String clinicalQuestion, String history) {
        update(id, "clinical_question = :question, history = :history")
                .param("question", clinicalQuestion)
                .param("history", history)
                .update();
    }

    /** More images came; where the report was signed already, somebody has to look again. */
    public void grew(ReadCase read, int late, int instances, Instant at) {
        update(read.id(), """
                late_instances = late_instances + :late, instances = :instances,
                images_after_signing_at = case when signed_at is null then images_after_signing_at else :at end""")
                .param("late", late)
                .param("instances", instances)
                .param("at", time(at))
                .update();
    }

    /** Somebody has looked at the images that came after signing, and has reported on them. */
    public void lookedAgain(UUID id) {
        update(id, "images_after_signing_at = null").update();
    }

    private JdbcClient.StatementSpec update(UUID id, String set) {
        return jdbc.sql("update workflow.read_case set " + set + " where id = :id")
                .param("id", id);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Filed filed(ResultSet row, int number) throws SQLException {
        var version = row.getObject("signed_version", Integer.class);
        return new Filed(
                readCase(row, number),
                row.getString("process_instance"),
                row.getInt("read_minutes"),
                version == null ? OptionalInt.empty() : OptionalInt.of(version));
    }

    static ReadCase readCase(ResultSet row, int number) throws SQLException {
        return new ReadCase(
                row.getObject("id", UUID.class),
                row.getObject("study_id", UUID.class),
                new StudyKey(row.getString("site"), row.getString("study_instance_uid")),
                new Patient(
                        row.getString("patient_id"),
                        row.getString("patient_issuer"),
                        row.getString("patient_name"),
                        row.getString("patient_birth_date"),
                        row.getString("patient_sex")),
                row.getString("accession_number"),
                row.getString("modality"),
                row.getString("body_part"),
                row.getString("description"),
                row.getString("study_date"),
                row.getInt("instances"),
                row.getString("skill"),
                Priority.valueOf(row.getString("priority")),
                CaseState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("reader")),
                Phrase.decode(row.getString("reason")),
                instant(row, "created_at").orElseThrow(),
                instant(row, "deadline").orElseThrow(),
                instant(row, "escalated_at"),
                row.getString("clinical_question"),
                row.getString("history"),
                row.getInt("late_instances"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
