package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.radhub.registry.Scope;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Carries out searches of each level, and makes the answer's objects. */
@Component
class Searches {
    /** How many studies a search for series or instances across studies looks into. */
    private static final int MOST_STUDIES = 500;

    private final StudySearch studySearch;
    private final Studies studies;
    private final SeriesMetadata metadata;

    Searches(StudySearch studySearch, Studies studies, SeriesMetadata metadata) {
        this.studySearch = studySearch;
        this.studies = studies;
        this.metadata = metadata;
    }

    /** @param more whether there is more behind */
    record Answer(List<ObjectNode> objects, boolean more) {}

    Answer studies(Search search, Scope scope, String base) {
        var result = studySearch.find(search.keys(), scope, search.offset(), search.limit());
        var objects =
                result.studies().stream().map(study -> object(study, base)).toList();
        return new Answer(objects, result.more());
    }

    Answer series(Search search, Scope scope, String base) {
        var page = new Page(search);
        var result = studySearch.find(search.keysOf(Attribute.STUDY), scope, 0, MOST_STUDIES);
        for (var study : result.studies()) {
            page.addSeries(study, true, base);
        }
        return page.answer(result.more());
    }

    Answer seriesOf(Study study, Search search, String base) {
        var page = new Page(search);
        page.addSeries(study, false, base);
        return page.answer(false);
    }

    Answer instances(Search search, Scope scope, String base) throws IOException {
        var page = new Page(search);
        var result = studySearch.find(search.keysOf(Attribute.STUDY), scope, 0, MOST_STUDIES);
        for (var study : result.studies()) {
            page.addInstances(study, studies.seriesOf(study.id()), base);
        }
        return page.answer(result.more());
    }

    Answer instancesOf(Study study, List<Series> series, Search search, String base) throws IOException {
        var page = new Page(search);
        page.addInstances(study, series, base);
        return page.answer(false);
    }

    /** Gathers matches from the offset on, up to the limit. */
    private final class Page {
        private final Search search;
        private final List<ObjectNode> objects = new ArrayList<>();
        private long seen;

        Page(Search search) {
            this.search = search;
        }

        Answer answer(boolean moreStudies) {
            return new Answer(objects, moreStudies || seen > (long) search.offset() + search.limit());
        }

        void addSeries(Study study, boolean withStudy, String base) {
            if (isFull()) {
                return;
            }
            var matches = Matching.all(Attribute.SERIES, search.keysOf(Attribute.SERIES));
            studies.seriesOf(study.id()).stream().filter(matches).forEach(series -> {
                if (takes()) {
                    objects.add(object(study, series, withStudy, base));
                }
            });
        }

        void addInstances(Study study, List<Series> among, String base) throws IOException {
            var seriesMatches = Matching.all(Attribute.SERIES, search.keysOf(Attribute.SERIES));
            var matches = Matching.all(Attribute.INSTANCE, search.keysOf(Attribute.INSTANCE));
            for (var series : among) {
                if (isFull()) {
                    return;
                }
                if (seriesMatches.test(series)) {
                    var taken = studies.instancesOf(series.id()).stream()
                            .filter(matches)
                            .filter(instance -> takes())
                            .toList();
                    addObjects(study, series, taken, base);
                }
            }
        }

        private void addObjects(Study study, Series series, List<Instance> taken, String base) throws IOException {
            var made = taken.stream()
                    .map(instance -> object(study, series, instance, base))
                    .toList();
            if (!made.isEmpty()) {
                new Included(search.include()).into(made, series, metadata);
            }
            objects.addAll(made);
        }

        private boolean takes() {
            seen++;
            return seen > search.offset() && seen <= (long) search.offset() + search.limit();
        }

        private boolean isFull() {
            return seen > (long) search.offset() + search.limit();
        }
    }

    private static ObjectNode object(Study study, String base) {
        var object = begin();
        put(object, Attribute.STUDY, study);
        return end(object, base + "/studies/" + study.studyInstanceUid());
    }

    private static ObjectNode object(Study study, Series series, boolean withStudy, String base) {
        var object = begin();
        if (withStudy) {
            put(object, Attribute.STUDY, study);
        }
        DicomJson.put(object, "0020000D", "UI", List.of(study.studyInstanceUid()));
        put(object, Attribute.SERIES, series);
        return end(object, base + "/studies/" + study.studyInstanceUid() + "/series/" + series.seriesInstanceUid());
    }

    private static ObjectNode object(Study study, Series series, Instance instance, String base) {
        var object = begin();
        DicomJson.put(object, "00080060", "CS", List.of(series.modality()));
        DicomJson.put(object, "0020000D", "UI", List.of(study.studyInstanceUid()));
        DicomJson.put(object, "0020000E", "UI", List.of(series.seriesInstanceUid()));
        put(object, Attribute.INSTANCE, instance);
        return end(
                object,
                base + "/studies/" + study.studyInstanceUid() + "/series/" + series.seriesInstanceUid() + "/instances/"
                        + instance.sopInstanceUid());
    }

    private static ObjectNode begin() {
        var object = JsonNodeFactory.instance.objectNode();
        DicomJson.put(object, "00080005", "CS", List.of("ISO_IR 192"));
        return object;
    }

    private static <T> void put(ObjectNode object, List<Attribute<T>> level, T from) {
        level.forEach(attribute -> DicomJson.put(
                object, attribute.tag(), attribute.vr(), attribute.values().apply(from)));
    }

    private static ObjectNode end(ObjectNode object, String retrieveUrl) {
        DicomJson.put(object, "00080056", "CS", List.of("ONLINE"));
        DicomJson.put(object, "00081190", "UR", List.of(retrieveUrl));
        return object;
    }
}
