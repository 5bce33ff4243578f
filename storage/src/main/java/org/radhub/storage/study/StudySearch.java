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
        query.further().forEach(search::further);
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
            conditions.add(matches("s." + column, column, key));
        }
    }

    /**
     * For a column whose index is of text_pattern_ops. PostgreSQL may keep one plan for all patterns, and that of LIKE alone would read every
     * row; so it is said, too, between which values they are.
     */
    private String matches(String column, String parameter, String pattern) {
        parameters.put(parameter, WildCards.like(pattern));
        var like = column + " like :" + parameter;
        var start = WildCards.start(pattern);
        if (start.isEmpty()) {
            return like;
        }
        parameters.put(parameter + "First", start);
        parameters.put(parameter + "Last", start + WildCards.LAST_CHARACTER);
        return "%s and %s ~>=~ :%s and %s ~<=~ :%s"
                .formatted(like, column, parameter + "First", column, parameter + "Last");
    }

    private void name(String name) {
        var key = PersonName.key(name);
        if (!WildCards.all(key)) {
            var condition = WildCards.none(key) ? "n.key = :name" : matches("n.key", "name", key);
            parameters.putIfAbsent("name", key);
            conditions.add("s.id in (select n.study_id from storage.study_name n where " + condition + ")");
        }
    }

    private void further(StudyQuery.Condition condition) {
        var parameter = "further" + parameters.size();
        var column = column(condition.field());
        if (condition instanceof StudyQuery.OneOf one) {
            var values = one.values().toArray(String[]::new);
            var operator = condition.field() == StudyQuery.Field.MODALITIES ? " && :" : " = any(:";
            add(column + operator + parameter + (operator.endsWith("(:") ? ")" : "::text[]"), parameter, values);
        } else if (condition instanceof StudyQuery.Like like) {
            if (!WildCards.all(like.pattern())) {
                like(column, condition.field(), parameter, like.pattern());
            }
        } else if (condition instanceof StudyQuery.Between between) {
            between(column, parameter, between);
        }
    }

    private void like(String column, StudyQuery.Field field, String parameter, String pattern) {
        switch (field) {
            case MODALITIES ->
                add(
                        "exists (select 1 from unnest(" + column + ") m where m like :" + parameter + ")",
                        parameter,
                        WildCards.like(pattern));
            case REFERRING_PHYSICIAN -> {
                var key = WildCards.like(PersonName.key(pattern));
                add(
                        "(lower(" + column + ") like :" + parameter + " or exists (select 1 from"
                                + " unnest(string_to_array(lower(" + column + "), '=')) g where g like :" + parameter
                                + "))",
                        parameter,
                        key);
            }
            default -> add(column + " like :" + parameter, parameter, WildCards.like(pattern));
        }
    }

    private void between(String column, String parameter, StudyQuery.Between between) {
        var value = "replace(" + column + ", ':', '')";
        conditions.add(column + " <> ''");
        if (!between.from().isEmpty()) {
            add(value + " >= :" + parameter + "from collate \"C\"", parameter + "from", between.from());
        }
        if (!between.to().isEmpty()) {
            // Nothing that begins with it sorts behind this.
            add(value + " <= :" + parameter + "to collate \"C\"", parameter + "to", between.to() + '\uffff');
        }
    }

    private static String column(StudyQuery.Field field) {
        return switch (field) {
            case STUDY_INSTANCE_UID -> "s.study_uid";
            case ISSUER_OF_PATIENT_ID -> "s.issuer";
            case BIRTH_DATE -> "s.birth_date";
            case SEX -> "s.sex";
            case STUDY_DATE -> "s.study_date";
            case STUDY_TIME -> "s.study_time";
            case STUDY_ID -> "s.study_id";
            case DESCRIPTION -> "s.description";
            case REFERRING_PHYSICIAN -> "s.referring_physician";
            case MODALITIES -> "s.modalities";
        };
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
