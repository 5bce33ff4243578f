package org.radhub.storage.upload;

import java.time.ZoneOffset;
import org.radhub.storage.study.PackIndex;

/** Where objects lie in the store: by hospital, year, study and series, so that a person finds them without Radhub. */
final class ObjectNames {
    private ObjectNames() {}

    static String pack(PackIndex.Due pack) {
        return base(pack) + ".tar";
    }

    static String metadata(PackIndex.Due pack) {
        return base(pack) + ".metadata.json.gz";
    }

    private static String base(PackIndex.Due pack) {
        var series = pack.series();
        var site = series.site().replaceAll("[^A-Za-z0-9_-]", "_");
        int year = pack.firstEntryAt().atZone(ZoneOffset.UTC).getYear();
        return "studies/%s/%04d/%s/%s/%s"
                .formatted(
                        site.isEmpty() ? "_" : site,
                        year,
                        series.studyInstanceUid(),
                        series.seriesInstanceUid(),
                        pack.id());
    }
}
