package org.radhub.storage.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.radhub.registry.StudyKey;

/** Instances that go into the index together, by their studies. */
final class Batch {
    private static final Comparator<StudyKey> ORDER =
            Comparator.comparing(StudyKey::site).thenComparing(StudyKey::studyInstanceUid);

    private final Map<StudyKey, List<KeptInstance>> studies = new TreeMap<>(ORDER);

    Batch(List<KeptInstance> instances) {
        for (var kept : instances) {
            var arrival = kept.entry().arrival();
            studies.computeIfAbsent(new StudyKey(arrival.site(), arrival.studyInstanceUid()), key -> new ArrayList<>())
                    .add(kept);
        }
    }

    /** In an order that all processes share, so that none waits for another that waits for it. */
    Map<StudyKey, List<KeptInstance>> studies() {
        return studies;
    }

    /** The first instance of each series of a study. */
    static Map<String, KeptInstance> series(List<KeptInstance> ofStudy) {
        var series = new LinkedHashMap<String, KeptInstance>();
        ofStudy.forEach(kept -> series.putIfAbsent(kept.entry().seriesInstanceUid(), kept));
        return new TreeMap<>(series);
    }
}
