package org.radhub.storage.upload;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.radhub.storage.dataset.DicomJson;
import org.radhub.storage.dataset.Malformed;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackFile;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;

/** Writes the metadata object of a pack: a JSON array, an instance on each line, in the order of the index; compressed. */
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
                var out = new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(target), 16 << 10))) {
            var separator = "[\n";
            for (long offset : packs.offsetsInOrder(pack)) {
                var entry = byOffset.get(offset);
                if (entry != null) {
                    out.write(separator.getBytes(StandardCharsets.US_ASCII));
                    out.write(json(file, entry));
                    separator = ",\n";
                }
            }
            out.write((separator.equals("[\n") ? "[\n]\n" : "\n]\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static byte[] json(PackFile file, PackEntry entry) throws IOException {
        try {
            return DicomJson.of(file.dataSet(entry)::open, entry.arrival().transferSyntaxUid());
        } catch (Malformed e) {
            throw new IOException("instance " + entry.sopInstanceUid() + " cannot be read back", e);
        }
    }
}
