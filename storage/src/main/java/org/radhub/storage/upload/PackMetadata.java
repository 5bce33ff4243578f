package org.radhub.storage.upload;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.radhub.storage.dataset.DicomJson;
import org.radhub.storage.dataset.Malformed;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackFile;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.MetadataObject;
import org.radhub.storage.study.PackIndex;

/** The metadata object of a pack in the spool: its instances in the order of the index. */
final class PackMetadata {
    private final Spool spool;
    private final PackIndex packs;

    PackMetadata(Spool spool, PackIndex packs) {
        this.spool = spool;
        this.packs = packs;
    }

    void write(UUID pack, List<PackEntry> entries, Path target) throws IOException {
        var byOffset = new HashMap<Long, PackEntry>();
        entries.forEach(entry -> byOffset.put(entry.offset(), entry));
        try (var file = spool.read(pack);
                var metadata = new MetadataObject(target)) {
            for (var place : packs.inOrder(pack)) {
                var entry = byOffset.get(place.fileOffset());
                if (entry != null) {
                    metadata.add(json(file, entry));
                }
            }
        }
    }

    private static byte[] json(PackFile file, PackEntry entry) throws IOException {
        try {
            return DicomJson.of(file.dataSet(entry)::open, entry.arrival().transferSyntaxUid());
        } catch (Malformed | IllegalArgumentException | EOFException e) {
            throw new Unreadable(entry, e);
        }
    }
}
