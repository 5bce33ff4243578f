package org.radhub.storage.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;
import org.radhub.storage.dataset.DicomJson;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.dataset.Malformed;
import org.radhub.storage.pack.DataSets;
import org.radhub.storage.pack.PackKeys;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.MetadataObject;
import org.radhub.storage.study.PackIndex;

/** What lies beside the packs of the object store and follows from them: made anew where it is missing or damaged. */
final class SideObjects {
    private final IndexedPacks index;
    private final PackIndex packs;
    private final ObjectStore objects;
    private final Spool spool;
    private final Tally tally;
    private long made;

    SideObjects(IndexedPacks index, PackIndex packs, ObjectStore objects, Spool spool, Tally tally) {
        this.index = index;
        this.packs = packs;
        this.objects = objects;
        this.spool = spool;
        this.tally = tally;
    }

    /**
     * Of all packs that the index has in the object store.
     *
     * @param changed packs that are not as they were stored: nothing is made of them that would look sound
     * @return how many objects were made anew
     */
    long mend(Set<UUID> changed) throws IOException {
        index.each(pack -> {
            if (pack.state().equals("STORED")
                    && !changed.contains(pack.id())
                    && objects.length(pack.objectKey()).isPresent()) {
                digest(pack);
                metadata(pack);
            }
        });
        return made;
    }

    /** Makes the metadata of a pack where it has none, of the instances that are not lost. */
    void makeMetadata(IndexedPacks.Pack pack) throws IOException {
        if (objects.length(pack.objectKey()).isPresent()) {
            metadata(pack);
        }
    }

    /** A store that knows no digest of a pack is given the pack again. */
    private void digest(IndexedPacks.Pack pack) throws IOException {
        if (objects.digest(pack.objectKey()).isPresent()) {
            return;
        }
        var copy = spool.sealedFile(pack.id());
        try (var in = objects.get(pack.objectKey())) {
            Files.copy(in, copy);
            var digest = digestOf(copy);
            if (digest.equals(pack.sha256())) {
                objects.put(pack.objectKey(), copy, digest);
                made++;
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void metadata(IndexedPacks.Pack pack) throws IOException {
        var key = PackKeys.metadata(pack.objectKey());
        if (isSound(key)) {
            return;
        }
        var file = spool.metadataFile(pack.id());
        try {
            write(pack, file);
            objects.put(key, file, digestOf(file));
            made++;
        } catch (Malformed | IllegalArgumentException e) {
            tally.found(new Finding(
                    Kind.MISSING,
                    pack.site(),
                    pack.studyUid(),
                    pack.seriesUid(),
                    "",
                    key,
                    "it cannot be made anew: " + e.getMessage()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private boolean isSound(String key) throws IOException {
        var said = objects.digest(key);
        if (said.isEmpty()) {
            return false;
        }
        try (var in = objects.get(key)) {
            return DataSets.digest(in).equals(said.get());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void write(IndexedPacks.Pack pack, Path target) throws IOException, Malformed {
        try (var metadata = new MetadataObject(target)) {
            for (var place : packs.inOrder(pack.id())) {
                metadata.add(json(pack.objectKey(), place));
            }
        }
    }

    private byte[] json(String key, PackIndex.Place place) throws IOException, Malformed {
        int meta;
        try (var beginning = objects.get(key, place.fileOffset(), FileMeta.LENGTH_KNOWN)) {
            meta = FileMeta.length(beginning.readNBytes(FileMeta.LENGTH_KNOWN));
        }
        return DicomJson.of(
                () -> objects.get(key, place.fileOffset() + meta, place.length() - meta), place.transferSyntax());
    }

    private static String digestOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return DataSets.digest(in);
        }
    }
}
