package org.radhub.workflow.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.workflow.CaseQuery;
import org.radhub.workflow.Consideration;
import org.radhub.workflow.LedgerEntry;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.radhub.workflow.ledger.Ledger;
import org.radhub.workflow.process.ReadProcess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks cases up; from our own tables, and never by the engine's queries. */
@Component
class CaseFinder implements ReadCases {
    private static final int LARGEST_PAGE = 200;
    private static final int LONGEST_TEXT = 200;

    private final JdbcClient jdbc;
    private final CaseRepository cases;
    private final Considerations considerations;
    private final Ledger ledger;
    private final ReadProcess process;

    CaseFinder(
            JdbcClient jdbc, CaseRepository cases, Considerations considerations, Ledger ledger, ReadProcess process) {
        this.jdbc = jdbc;
        this.cases = cases;
        this.considerations = considerations;
        this.ledger = ledger;
        this.process = process;
    }

    @Override
    public Optional<ReadCase> find(UUID id) {
        return cases.find(id);
    }

    @Override
    public Optional<ReadCase> newestOf(UUID studyId) {
        return cases.ofStudy(studyId).stream().findFirst().flatMap(cases::find);
    }

    @Override
    public Page<ReadCase> search(CaseQuery query, Scope scope) {
        var size = Math.min(LARGEST_PAGE, Math.max(1, query.size()));
        var page = Math.max(1, query.page());
        var values = new HashMap<String, Object>();
        var where = where(query, scope, values);
        var total = jdbc.sql("select count(*) from workflow.read_case c where " + where)
                .params(values)
                .query(Long.class)
                .single();
        values.put("size", size);
        values.put("offset", (page - 1L) * size);
        var items = jdbc.sql("select * from workflow.read_case c where " + where
                        + " order by opened desc limit :size offset :offset")
                .params(values)
                .query(CaseRepository::readCase)
                .list();
        return Page.of(items, page, size, total);
    }

    @Override
    public List<ReadCase> worklistOf(String reader) {
        return jdbc.sql("select * from workflow.read_case where reader = :reader and state in " + CaseRepository.UNREAD
                        + " order by " + CaseRepository.URGENCY)
                .param("reader", reader)
                .query(CaseRepository::readCase)
                .list();
    }

    @Override
    public List<ReadCase> changedAfterSigning(String reader) {
        return jdbc.sql("""
                        select * from workflow.read_case where reader = :reader and images_after_signing_at is not null
                        order by images_after_signing_at""")
                .param("reader", reader)
                .query(CaseRepository::readCase)
                .list();
    }

    @Override
    public List<LedgerEntry> ledgerOf(UUID caseId) {
        return ledger.linesOf(caseId);
    }

    @Override
    public List<Consideration> considered(UUID caseId) {
        return considerations.of(caseId);
    }

    @Override
    public List<String> activeActivities(UUID caseId) {
        return jdbc.sql("select process_instance from workflow.read_case where id = :id")
                .param("id", caseId)
                .query(String.class)
                .optional()
                .map(process::activeActivities)
                .orElseGet(List::of);
    }

    /** The conditions, each a fixed text; what was asked for goes into the values. */
    private static String where(CaseQuery query, Scope scope, Map<String, Object> values) {
        var conditions = new ArrayList<String>();
        conditions.add(within(scope, values));
        query.state().ifPresent(state -> {
            conditions.add("state = :state");
            values.put("state", state.name());
        });
        query.site().ifPresent(site -> {
            conditions.add("site = :site");
            values.put("site", site);
        });
        query.reader().ifPresent(reader -> {
            conditions.add("reader = :reader");
            values.put("reader", reader);
        });
        query.text().map(String::strip).filter(text -> !text.isEmpty()).ifPresent(text -> {
            conditions.add("(patient_name ilike :text or patient_id ilike :text or accession_number ilike :text"
                    + " or study_instance_uid ilike :text)");
            values.put("text", pattern(text));
        });
        return String.join(" and ", conditions);
    }

    private static String within(Scope scope, Map<String, Object> values) {
        if (scope.everything()) {
            return "true";
        }
        var granted = List.copyOf(scope.granted());
        values.put("sites", scope.sites().toArray(String[]::new));
        values.put("grantedSites", granted.stream().map(StudyKey::site).toArray(String[]::new));
        values.put(
                "grantedUids", granted.stream().map(StudyKey::studyInstanceUid).toArray(String[]::new));
        return "(site = any (:sites) or (site, study_instance_uid) in"
                + " (select * from unnest(:grantedSites::text[], :grantedUids::text[])))";
    }

    private static String pattern(String text) {
        var bounded = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return "%"
                + bounded.replace("\0", "")
                        .replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_") + "%";
    }
}
