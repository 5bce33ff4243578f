package org.radhub.storage.pack;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Where objects lie in the store: by hospital, year, study and series, so that a person finds them without Radhub. */
public final class PackKeys {
    private static final String PACK = ".tar";
    private static final String METADATA = ".metadata.json.gz";

    private PackKeys() {}

    /** {@code studies/<site>/<yyyy>/<study UID>/<series UID>/<pack id>.tar}, of the year in which its first instance came (UTC). */
    public static String pack(UUID pack, SeriesKey series, Instant firstEntryAt) {
        var site = series.site().replaceAll("[^A-Za-z0-9_-]", "_");
        int year = firstEntryAt.atZone(ZoneOffset.UTC).getYear();
        return "studies/%s/%04d/%s/%s/%s%s"
                .formatted(
                        site.isEmpty() ? "_" : site,
                        year,
                        series.studyInstanceUid(),
                        series.seriesInstanceUid(),
                        pack,
                        PACK);
    }

    /** Of the metadata of the pack's instances, beside the pack. */
    public static String metadata(String packKey) {
        return packKey.substring(0, packKey.length() - PACK.length()) + METADATA;
    }
}
