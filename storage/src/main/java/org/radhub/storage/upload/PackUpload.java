package org.radhub.storage.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.intake.SpoolReader;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackKeys;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends one pack: its needed entries are put, read back, compared with their digest, and only then does the index point there and the file
 * in the spool go. May be repeated after a crash at any place.
 */
@Component
class PackUpload {
    private static final Logger LOG = LoggerFactory.getLogger(PackUpload.class);

    private final Spool spool;
    private final PackIndex packs;
    private final Mending mending;
    private final IndexFeed index;
    private final ObjectStore objects;
    private final Clock clock;

    PackUpload(Spool spool, PackIndex packs, Mending mending, IndexFeed index, ObjectStore objects, Clock clock) {
        this.spool = spool;
        this.packs = packs;
        this.mending = mending;
        this.index = index;
        this.objects = objects;
        this.clock = clock;
    }

    /** The object store did not take it, or did not give it back. */
    static final class Unconfirmed extends IOException {
        private static final long serialVersionUID = 1L;

        Unconfirmed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** @return false if it is too early: somebody writes to the pack, or the index lacks something of it, or has to forget something */
    boolean send(PackIndex.Due due) throws IOException {
        if (!spool.seal(due.id())) {
            return false;
        }
        var needed = needed(mending.contents(due), due);
        if (needed.isEmpty()) {
            return false;
        }
        if (needed.get().isEmpty()) {
            if (packs.dropped(due.id())) {
                spool.delete(due.id());
                return true;
            }
            return false;
        }
        var sealed = spool.sealedFile(due.id());
        var metadata = spool.metadataFile(due.id());
        try {
            // Before anything is changed in the pack: this finds what cannot be read.
            new PackMetadata(spool, packs).write(due.id(), needed.get(), metadata);
            Map<Long, Long> moved = Map.of();
            var file = spool.complete(due.id(), needed.get()).orElse(sealed);
            if (file.equals(sealed)) {
                moved = spool.compact(due.id(), needed.get(), sealed);
            }
            var key = PackKeys.pack(due.id(), due.series(), due.firstEntryAt());
            var digest = put(key, file);
            put(PackKeys.metadata(key), metadata);
            var kept = needed.get().stream().map(PackEntry::offset).toList();
            packs.stored(due.id(), key, Files.size(file), digest, clock.instant(), kept, moved);
            spool.delete(due.id());
            return true;
        } catch (PackMetadata.Unreadable e) {
            if (mending.isLost(due, e.entry())) {
                return false;
            }
            throw e;
        } finally {
            Files.deleteIfExists(sealed);
            Files.deleteIfExists(metadata);
        }
    }

    /** Returns its digest when the store has given it back as it was. */
    private String put(String key, Path file) throws IOException {
        var digest = digest(spool.input(file));
        try {
            boolean sameFile = objects.putForGood(key, file, digest);
            if (!sameFile && !digest(objects.get(key)).equals(digest)) {
                throw new IOException("the object store gives back other bytes than it was given");
            }
            return digest;
        } catch (IOException e) {
            throw new Unconfirmed(e);
        }
    }

    /** The entries that the index points to; empty while the index does not know all of them. */
    private Optional<List<PackEntry>> needed(Spool.Contents contents, PackIndex.Due due) throws IOException {
        var sorted = packs.sorted(contents.entries());
        var needed = new ArrayList<PackEntry>();
        boolean damaged = contents.damaged();
        for (var entry : contents.entries()) {
            if (sorted.containsKey(entry)) {
                if (sorted.get(entry)) {
                    needed.add(entry);
                }
            } else if (index.isBehind()) {
                return Optional.empty();
            } else if (new SpoolReader(spool).read(entry).isPresent()) {
                index.lookAgain();
                return Optional.empty();
            } else {
                damaged = true;
            }
        }
        if (damaged && spool.keepDamaged(due.id())) {
            LOG.error("pack {} holds bytes that cannot be read as instances; a copy of it is kept", due.id());
        }
        return Optional.of(needed);
    }

    private static String digest(InputStream content) throws IOException {
        try (var in = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            var buffer = new byte[256 << 10];
            while (in.read(buffer) >= 0) {
                // The digest sees what is read.
            }
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
