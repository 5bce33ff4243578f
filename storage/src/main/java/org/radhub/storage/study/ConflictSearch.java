package org.radhub.storage.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.storage.ConflictQuery;

/** A search for conflicts as a condition over {@code storage.conflict c}, the study {@code s} of the instance kept, and the other's pack {@code p}. */
final class ConflictSearch {
    private static final String GRANTED = "select * from unnest(:grantedSites::text[], :grantedStudies::text[])";

    private final List<String> conditions = new ArrayList<>(List.of("true"));
    private final Map<String, Object> parameters = new HashMap<>();

    private ConflictSearch() {}

    static ConflictSearch of(ConflictQuery query, Scope scope) {
        var search = new ConflictSearch();
        if (!scope.everything()) {
            search.within(scope);
        }
        query.site().ifPresent(site -> search.add("c.site = :site", "site", site));
        var ofSite = query.site().isPresent() ? " and site = :site" : "";
        query.studyInstanceUid()
                .ifPresent(uid -> search.add(
                        "(c.study_id in (select id from storage.study where study_uid = :study" + ofSite + ")"
                                + " or c.pack_id in (select id from storage.pack where study_uid = :study" + ofSite
                                + "))",
                        "study",
                        uid));
        query.open().ifPresent(open -> search.conditions.add("c.decided_at is " + (open ? "null" : "not null")));
        return search;
    }

    /** A grant to one of the two studies does not open the other. */
    private void within(Scope scope) {
        conditions.add("(c.site = any(:sites) or (c.site, s.study_uid) in (" + GRANTED
                + ") and (c.site, p.study_uid) in (" + GRANTED + "))");
        var granted = List.copyOf(scope.granted());
        parameters.put("sites", scope.sites().toArray(String[]::new));
        parameters.put("grantedSites", granted.stream().map(StudyKey::site).toArray(String[]::new));
        parameters.put(
                "grantedStudies",
                granted.stream().map(StudyKey::studyInstanceUid).toArray(String[]::new));
    }

    private void add(String condition, String parameter, Object value) {
        conditions.add(condition);
        parameters.put(parameter, value);
    }

    String condition() {
        return String.join(" and ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
