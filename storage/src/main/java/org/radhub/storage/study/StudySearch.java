package org.radhub.storage.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.StudyQuery;

/** A search as a condition over {@code storage.study s} and its parameters. */
final class StudySearch {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    private StudySearch() {
        conditions.add("s.instance_count > 0");
    }

    static StudySearch of(StudyQuery query, Scope scope) {
        var search = within(scope);
        query.studyInstanceUid().filter(uid -> !uid.isEmpty()).ifPresent(uid -> search.equal("study_uid", uid));
        query.patientId().ifPresent(id -> search.text("patient_id", id));
        query.accessionNumber().ifPresent(number -> search.text("accession_number", number));
        query.patientName().ifPresent(search::name);
        query.dateFrom()
                .filter(date -> !date.isEmpty())
                .ifPresent(date -> search.add("s.study_date >= :from", "from", date));
        query.dateTo()
                .filter(date -> !date.isEmpty())
                .ifPresent(date -> search.add("s.study_date <= :to and s.study_date <> ''", "to", date));
        query.modality()
                .filter(modality -> !modality.isEmpty())
                .ifPresent(modality -> search.add("s.modalities @> array[:modality]::text[]", "modality", modality));
        return search;
    }

    static StudySearch within(Scope scope) {
        var search = new StudySearch();
        if (!scope.everything()) {
            search.conditions.add("(s.site = any(:sites) or (s.site, s.study_uid) in"
                    + " (select * from unnest(:grantedSites::text[], :grantedStudies::text[])))");
            search.parameters.put("sites", scope.sites().toArray(String[]::new));
            var granted = List.copyOf(scope.granted());
            search.parameters.put(
                    "grantedSites", granted.stream().map(StudyKey::site).toArray(String[]::new));
            search.parameters.put(
                    "grantedStudies",
                    granted.stream().map(StudyKey::studyInstanceUid).toArray(String[]::new));
        }
        return search;
    }

    StudySearch equal(String column, String value) {
        return add("s." + column + " = :" + column, column, value);
    }

    private void text(String column, String key) {
        if (WildCards.none(key)) {
            if (!key.isEmpty()) {
                equal(column, key);
            }
        } else if (!WildCards.all(key)) {
            add("s." + column + " like :" + column, column, WildCards.like(key));
        }
    }

    private void name(String name) {
        var key = PersonName.key(name);
        if (!WildCards.all(key)) {
            var operator = WildCards.none(key) ? "=" : "like";
            add(
                    "s.id in (select n.study_id from storage.study_name n where n.key " + operator + " :name)",
                    "name",
                    WildCards.none(key) ? key : WildCards.like(key));
        }
    }

    private StudySearch add(String condition, String parameter, Object value) {
        conditions.add(condition);
        parameters.put(parameter, value);
        return this;
    }

    String condition() {
        return String.join(" and ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
