package org.radhub.viewer.dicomweb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.radhub.registry.Scope;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyQuery;
import org.springframework.stereotype.Component;

/** Finds studies within a scope by all keys of a search: by the index for those that it knows, and by looking at the studies for the rest. */
@Component
class StudySearch {
    private static final String STUDY_UID = "0020000D";
    private static final String PATIENT_ID = "00100020";
    private static final String PATIENT_NAME = "00100010";
    private static final String ACCESSION_NUMBER = "00080050";
    private static final String STUDY_DATE = "00080020";
    private static final String MODALITIES = "00080061";
    private static final int MOST_UIDS = 100;
    private static final int BATCH = 500;
    private static final int MOST_LOOKED_AT = 20_000;

    private final Studies studies;

    StudySearch(Studies studies) {
        this.studies = studies;
    }

    /**
     * Some of what was found.
     *
     * @param more whether there is more behind
     */
    record Result(List<Study> studies, boolean more) {}

    Result find(Map<String, String> keys, Scope scope, int offset, int limit) {
        var uids = Matching.list(keys.getOrDefault(STUDY_UID, ""));
        if (uids.size() > 1) {
            return page(byUids(uids, keys, scope), offset, limit);
        }
        var rest = new HashMap<>(keys);
        var query = new Query(rest);
        if (rest.isEmpty()) {
            var found = studies.search(query.page(offset, limit + 1 > Search.MOST ? limit : limit + 1), scope);
            return new Result(
                    found.stream().limit(limit).toList(),
                    found.size() > limit || limit == Search.MOST && found.size() == limit);
        }
        return lookingAtEach(query, Matching.all(Attribute.STUDY, rest), scope, offset, limit);
    }

    /** Takes the keys that the index knows out of those given. */
    private static final class Query {
        private final Optional<String> uid;
        private final Optional<String> patientId;
        private final Optional<String> patientName;
        private final Optional<String> accessionNumber;
        private final Optional<Matching.Range> dates;
        private final Optional<String> modality;

        Query(Map<String, String> keys) {
            uid = Optional.ofNullable(keys.remove(STUDY_UID));
            patientId = Optional.ofNullable(keys.remove(PATIENT_ID));
            patientName = Optional.ofNullable(keys.remove(PATIENT_NAME));
            accessionNumber = Optional.ofNullable(keys.remove(ACCESSION_NUMBER));
            dates = Optional.ofNullable(keys.remove(STUDY_DATE)).map(Matching::dates);
            var single = Optional.ofNullable(keys.get(MODALITIES)).filter(value -> value.matches("[A-Z0-9_ ]+"));
            modality = single;
            single.ifPresent(known -> keys.remove(MODALITIES));
        }

        StudyQuery page(int offset, int limit) {
            return new StudyQuery(
                    uid,
                    patientId,
                    patientName,
                    accessionNumber,
                    dates.map(Matching.Range::from).filter(from -> !from.isEmpty()),
                    dates.map(Matching.Range::to),
                    modality,
                    offset,
                    limit);
        }
    }

    private List<Study> byUids(List<String> uids, Map<String, String> keys, Scope scope) {
        var matches = Matching.all(Attribute.STUDY, keys);
        return uids.stream()
                .distinct()
                .filter(uid -> uid.matches("[0-9.]{1,64}"))
                .limit(MOST_UIDS)
                .flatMap(uid -> studies.withUid(uid, scope).stream())
                .filter(matches)
                .sorted(Comparator.comparing(Study::studyDate).reversed())
                .toList();
    }

    private Result lookingAtEach(Query query, Predicate<Study> matches, Scope scope, int offset, int limit) {
        var found = new ArrayList<Study>();
        var lookedAt = 0;
        while (lookedAt < MOST_LOOKED_AT && found.size() <= (long) offset + limit) {
            var batch = studies.search(query.page(lookedAt, BATCH), scope);
            batch.stream().filter(matches).forEach(found::add);
            lookedAt += batch.size();
            if (batch.size() < BATCH) {
                return page(found, offset, limit);
            }
        }
        return new Result(slice(found.stream(), offset, limit), true);
    }

    private static Result page(List<Study> found, int offset, int limit) {
        return new Result(slice(found.stream(), offset, limit), found.size() > (long) offset + limit);
    }

    private static List<Study> slice(Stream<Study> found, int offset, int limit) {
        return found.skip(offset).limit(limit).toList();
    }
}
