package org.radhub.storage.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radhub.storage.Instance;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.dataset.DicomJson;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.dataset.Malformed;
import org.radhub.storage.pack.PackKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The metadata of a series: of the objects beside its packs, and of the instances themselves where there are none yet. */
final class SeriesMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesMetadata.class);

    private final JdbcClient jdbc;
    private final ObjectStore objects;
    private final Studies studies;

    SeriesMetadata(JdbcClient jdbc, ObjectStore objects, Studies studies) {
        this.jdbc = jdbc;
        this.objects = objects;
        this.studies = studies;
    }

    private record Placed(UUID pack, String objectKey, Instance instance) {}

    private record PackContent(String objectKey, List<Instance> instances) {}

    InputStream of(Series series) throws IOException {
        var places = new HashMap<String, Integer>();
        var packs = new LinkedHashMap<UUID, PackContent>();
        for (var placed : placed(series)) {
            places.put(placed.instance().sopInstanceUid(), places.size());
            packs.computeIfAbsent(placed.pack(), pack -> new PackContent(placed.objectKey(), new ArrayList<>()))
                    .instances()
                    .add(placed.instance());
        }
        if (packs.size() == 1) {
            var whole = whole(packs.values().iterator().next());
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        return merged(places, List.copyOf(packs.values()));
    }

    /** What lies beside the only pack of a series is the metadata of the series, in its order. */
    private Optional<InputStream> whole(PackContent pack) throws IOException {
        if (pack.objectKey().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MetadataLines.inflated(objects.get(PackKeys.metadata(pack.objectKey()))));
        } catch (NoSuchFileException e) {
            LOG.info("the metadata beside {} is gone; it is made of the pack again", pack.objectKey());
            return Optional.empty();
        }
    }

    private List<Placed> placed(Series series) {
        return jdbc.sql("""
                select i.*, coalesce(p.object_key, '') as object_key
                from storage.instance i join storage.pack p on p.id = i.pack_id
                where i.series_id = ? and i.lost_at is null order by i.number_order, i.sop_uid collate "C\"""")
                .param(series.id())
                .query((row, at) -> new Placed(
                        row.getObject("pack_id", UUID.class),
                        row.getString("object_key"),
                        StudyCatalogue.instance(row, at)))
                .list();
    }

    private InputStream merged(Map<String, Integer> places, List<PackContent> packs) throws IOException {
        var sources = new ArrayList<MetadataLines>();
        try {
            for (var pack : packs) {
                sources.add(lines(pack));
            }
            return new MergedMetadata(places, sources);
        } catch (IOException | RuntimeException e) {
            for (var source : sources) {
                source.close();
            }
            throw e;
        }
    }

    private MetadataLines lines(PackContent pack) throws IOException {
        if (!pack.objectKey().isEmpty()) {
            try {
                return MetadataLines.stored(objects.get(PackKeys.metadata(pack.objectKey())));
            } catch (NoSuchFileException e) {
                // Somebody cleared it away; the pack itself says the same, only slower.
                return MetadataLines.read(pack.instances(), this::json);
            }
        }
        return MetadataLines.read(pack.instances(), this::json);
    }

    private byte[] json(Instance instance) throws IOException {
        int meta;
        try (var beginning = studies.open(instance, 0, FileMeta.LENGTH_KNOWN)) {
            meta = FileMeta.length(beginning.readNBytes(FileMeta.LENGTH_KNOWN));
        }
        try {
            return DicomJson.of(
                    () -> studies.open(instance, meta, instance.bytes() - meta), instance.transferSyntaxUid());
        } catch (Malformed e) {
            throw new IOException("instance " + instance.sopInstanceUid() + " cannot be read back", e);
        }
    }
}
