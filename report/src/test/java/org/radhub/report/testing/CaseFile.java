package org.radhub.report.testing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Patient;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReportProgress;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Cases as far as reporting asks about them: their state and reader in a table of the same database, so that locks and roll-backs are real. The
 * process behind them is not what these tests are about.
 */
public final class CaseFile implements ReportProgress {
    /** Who the cases are about, as CT heads from county A. */
    public static final Patient PATIENT = new Patient("A-1001", "COUNTYA", "Zhang^Wei=张^伟", "19580314", "M");

    private final JdbcClient jdbc;

    public CaseFile(JdbcClient jdbc) {
        this.jdbc = jdbc;
        jdbc.sql("""
                        create table if not exists case_file (
                            id uuid primary key, state text not null, reader text, patient text[] not null,
                            clinical_question text not null)""").update();
        jdbc.sql("create table if not exists case_line (n serial primary key, case_id uuid, line text)")
                .update();
    }

    /** A case that its reader has opened. */
    public UUID opened(String reader) {
        return opened(reader, PATIENT, "Sudden headache.\n突发头痛，排除出血。");
    }

    public UUID opened(String reader, Patient patient, String clinicalQuestion) {
        var id = UUID.randomUUID();
        jdbc.sql("insert into case_file values (:id, 'READING', :reader, :patient, :question)")
                .param("id", id)
                .param("reader", reader)
                .param("patient", new String[] {
                    patient.id(), patient.issuer(), patient.name(), patient.birthDate(), patient.sex()
                })
                .param("question", clinicalQuestion)
                .update();
        return id;
    }

    public void put(UUID caseId, CaseState state, String reader) {
        jdbc.sql("update case_file set state = :state, reader = :reader where id = :id")
                .param("state", state.name())
                .param("reader", reader)
                .param("id", caseId)
                .update();
    }

    public CaseState state(UUID caseId) {
        return jdbc.sql("select state from case_file where id = :id")
                .param("id", caseId)
                .query((row, n) -> CaseState.valueOf(row.getString(1)))
                .single();
    }

    /** What was told of the case, oldest first. */
    public List<String> lines(UUID caseId) {
        return new ArrayList<>(jdbc.sql("select line from case_line where case_id = :id order by n")
                .param("id", caseId)
                .query(String.class)
                .list());
    }

    @Override
    public ReadCase lock(UUID caseId) {
        return jdbc.sql("select * from case_file where id = :id for update")
                .param("id", caseId)
                .query(CaseFile::row)
                .optional()
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, Phrase.of("workflow.unknown-case")));
    }

    @Override
    public ReadCase preliminary(UUID caseId, String reader, int version) {
        var read = lock(caseId);
        if (read.state() != CaseState.PRELIMINARY) {
            moved(read, CaseState.PRELIMINARY);
        }
        return told(caseId, "PRELIMINARY " + version + " " + reader);
    }

    @Override
    public ReadCase signed(UUID caseId, String reader, int version) {
        moved(lock(caseId), CaseState.SIGNED);
        return told(caseId, "SIGNED " + version + " " + reader);
    }

    @Override
    public ReadCase delivered(UUID caseId, String recipientSite, String road, int version) {
        var read = lock(caseId);
        if (read.state() == CaseState.SIGNED) {
            moved(read, CaseState.DELIVERED);
        }
        return told(caseId, "DELIVERED " + version + " " + recipientSite + " " + road);
    }

    @Override
    public ReadCase acknowledged(UUID caseId, String person, String recipientSite) {
        var read = lock(caseId);
        if (read.state() == CaseState.DELIVERED) {
            moved(read, CaseState.ACKNOWLEDGED);
        }
        return told(caseId, "ACKNOWLEDGED " + person + " " + recipientSite);
    }

    private void moved(ReadCase read, CaseState next) {
        put(read.id(), read.state().to(next), read.reader().orElseThrow());
    }

    private ReadCase told(UUID caseId, String line) {
        jdbc.sql("insert into case_line (case_id, line) values (:id, :line)")
                .param("id", caseId)
                .param("line", line)
                .update();
        return lock(caseId);
    }

    private static ReadCase row(ResultSet row, int number) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var patient = (String[]) row.getArray("patient").getArray();
        return new ReadCase(
                id,
                id,
                new StudyKey("COUNTYA", "1.2.826.0.1.3680043.8.498.4711"),
                new Patient(patient[0], patient[1], patient[2], patient[3], patient[4]),
                "ACC-20261120-17",
                "CT",
                "HEAD",
                "CT head without contrast 颅脑CT平扫",
                "20261120",
                40,
                "CT",
                Priority.URGENT,
                CaseState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("reader")),
                Phrase.of("workflow.reason"),
                Instant.parse("2026-11-20T02:00:00Z"),
                Instant.parse("2026-11-20T03:00:00Z"),
                Optional.empty(),
                row.getString("clinical_question"),
                "Hypertension for ten years.",
                0);
    }
}
