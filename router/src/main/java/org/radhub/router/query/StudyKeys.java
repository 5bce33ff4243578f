package org.radhub.router.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radhub.storage.StudyQuery;
import org.radhub.storage.StudyQuery.Between;
import org.radhub.storage.StudyQuery.Condition;
import org.radhub.storage.StudyQuery.Field;
import org.radhub.storage.StudyQuery.Like;
import org.radhub.storage.StudyQuery.OneOf;

/** The matching keys of a query at PATIENT or STUDY level, as storage searches for them. */
final class StudyKeys {
    private final List<Condition> further = new ArrayList<>();
    private Optional<String> patientId = Optional.empty();
    private Optional<String> patientName = Optional.empty();
    private Optional<String> accessionNumber = Optional.empty();
    private Optional<String> from = Optional.empty();
    private Optional<String> to = Optional.empty();

    private StudyKeys() {}

    static StudyKeys of(Identifier identifier) throws Rejected {
        var keys = new StudyKeys();
        for (var attribute : identifier.keys().attributes()) {
            var key = Keys.find(attribute.tag());
            if (key.isPresent()
                    && key.get().level().compareTo(identifier.level()) <= 0
                    && !Matching.universal(attribute.values())) {
                keys.add(key.get(), attribute.values());
            }
        }
        return keys;
    }

    StudyQuery page(int offset, int limit) {
        return new StudyQuery(
                Optional.empty(),
                patientId,
                patientName,
                accessionNumber,
                from,
                to,
                Optional.empty(),
                further,
                offset,
                limit);
    }

    private void add(Keys.Key key, List<String> values) throws Rejected {
        var joined = String.join("\\", values);
        switch (key.tag()) {
            case Keys.PATIENT_ID -> patientId = Optional.of(joined);
            case Keys.PATIENT_NAME -> patientName = Optional.of(Matching.name(joined));
            case Keys.ACCESSION_NUMBER -> accessionNumber = Optional.of(joined);
            case Keys.STUDY_DATE -> {
                var range = Matching.range(key, joined);
                from = Optional.of(range.from());
                to = Optional.of(range.to());
                // An open range finds no study without a date either.
                further.add(new Between(Field.STUDY_DATE, "", ""));
            }
            case Keys.STUDY_TIME -> between(key, Field.STUDY_TIME, joined);
            case Keys.BIRTH_DATE -> between(key, Field.BIRTH_DATE, joined);
            case Keys.STUDY_INSTANCE_UID -> further.add(new OneOf(Field.STUDY_INSTANCE_UID, values));
            case Keys.ISSUER_OF_PATIENT_ID -> further.add(new Like(Field.ISSUER_OF_PATIENT_ID, joined));
            case Keys.SEX -> codes(Field.SEX, values);
            case Keys.MODALITIES_IN_STUDY -> codes(Field.MODALITIES, values);
            case Keys.STUDY_ID -> further.add(new Like(Field.STUDY_ID, joined));
            case Keys.STUDY_DESCRIPTION -> further.add(new Like(Field.DESCRIPTION, joined));
            case Keys.REFERRING_PHYSICIAN -> further.add(new Like(Field.REFERRING_PHYSICIAN, Matching.name(joined)));
            default -> {
                // A count: returned, and not matched.
            }
        }
    }

    private void between(Keys.Key key, Field field, String wanted) throws Rejected {
        var range = Matching.range(key, wanted);
        further.add(new Between(field, range.from(), range.to()));
    }

    private void codes(Field field, List<String> values) throws Rejected {
        var wild = values.stream().anyMatch(value -> value.contains("*") || value.contains("?"));
        if (!wild) {
            further.add(new OneOf(field, values));
        } else if (values.size() == 1) {
            further.add(new Like(field, values.get(0)));
        } else {
            throw Rejected.notUnderstood("A list of codes with wild cards");
        }
    }
}
