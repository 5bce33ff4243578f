package org.radhub.storage.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;
import org.radhub.storage.dataset.DataSetReader;
import org.radhub.storage.dataset.Digest;
import org.radhub.storage.dataset.Malformed;
import org.radhub.storage.pack.DataSets;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackReader;
import org.radhub.storage.study.KeptInstance;

/** Reads the packs of the object store for the index, each of them once. */
final class Rebuilding {
    private static final int AT_ONCE = 200;

    private final ObjectStore objects;
    private final Staging staging;
    private final Clock clock;
    private final Set<java.util.UUID> spooled;
    private final Tally tally;
    private final Set<java.util.UUID> changed = java.util.concurrent.ConcurrentHashMap.newKeySet();

    /** @param spooled packs that the hub takes up by itself when it starts */
    Rebuilding(ObjectStore objects, Staging staging, Clock clock, Set<java.util.UUID> spooled, Tally tally) {
        this.objects = objects;
        this.staging = staging;
        this.clock = clock;
        this.spooled = spooled;
        this.tally = tally;
    }

    void readAll() throws IOException {
        carryOn();
        new EachObject(objects).with("studies/", key -> {
            var pack = PackObject.of(key);
            if (pack.isPresent()
                    && !spooled.contains(pack.get().id())
                    && !staging.has(pack.get().id())) {
                read(pack.get());
            }
        });
    }

    private void carryOn() {
        var before = staging.before();
        if (before.packs() > 0) {
            tally.before(before.packs(), before.bytes());
            staging.findings().forEach(found -> {
                changed.add(found.pack());
                tally.found(found.finding());
            });
        }
    }

    /** Packs that are not as they were stored. */
    Set<java.util.UUID> changed() {
        return changed;
    }

    private void read(PackObject pack) throws IOException {
        staging.forget(pack.id());
        var content = new Content();
        try (var in = DataSets.digesting(objects.get(pack.key()));
                var reader = new PackReader(pack.id(), in)) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                take(pack, entry.get(), reader.file(), content);
            }
            staging.add(content.waiting);
            end(pack, content, reader, DataSets.digest(in));
        } catch (NoSuchFileException e) {
            // Somebody deleted it after it was listed.
            staging.forget(pack.id());
        }
    }

    /** What has been seen of one pack. */
    private static final class Content {
        private final List<KeptInstance> waiting = new ArrayList<>();
        private PackEntry first;
        private Instant firstAt = Instant.MAX;
        private Instant lastAt = Instant.MIN;
        private long instances;
        private boolean reported;

        void add(KeptInstance kept) {
            waiting.add(kept);
            instances++;
            first = first == null ? kept.entry() : first;
            var at = kept.entry().arrival().keptAt();
            firstAt = at.isBefore(firstAt) ? at : firstAt;
            lastAt = at.isAfter(lastAt) ? at : lastAt;
        }
    }

    private void take(PackObject pack, PackEntry entry, InputStream file, Content content) throws IOException {
        var wrong = "";
        try {
            var digest = entry.arrival().digest();
            var read = DataSetReader.read(
                    DataSets.in(file), entry.arrival().transferSyntaxUid(), Digest.like(digest), new PassingBy());
            var header = read.header();
            if (!read.digest().equals(digest)) {
                wrong = "its bytes are not those that were kept";
            } else if (!header.sopInstanceUid().equals(entry.sopInstanceUid())
                    || !header.seriesInstanceUid().equals(entry.seriesInstanceUid())
                    || !header.studyInstanceUid().equals(entry.arrival().studyInstanceUid())) {
                wrong = "the pack says other UIDs of it than it says itself";
            } else {
                content.add(new KeptInstance(entry, header, true));
            }
        } catch (Malformed | IllegalArgumentException | java.io.EOFException e) {
            wrong = "it cannot be read: " + e.getMessage();
        }
        if (!wrong.isEmpty()) {
            content.reported = true;
            found(pack, Tally.finding(Kind.CHANGED, entry, pack.key(), wrong + "; it is not put into the index"));
        }
        if (content.waiting.size() >= AT_ONCE) {
            staging.add(content.waiting);
            content.waiting.clear();
        }
    }

    /** Before the pack is marked as read: who carries on has to know. */
    private void found(PackObject pack, Finding finding) {
        changed.add(pack.id());
        staging.found(pack.id(), finding);
        tally.found(finding);
    }

    private void end(PackObject pack, Content content, PackReader reader, String digest) throws IOException {
        var recorded = objects.digest(pack.key());
        if (!content.reported
                && (reader.isDamaged()
                        || recorded.filter(said -> !said.equals(digest)).isPresent())) {
            found(
                    pack,
                    new Finding(
                            Kind.CHANGED,
                            "",
                            pack.study(),
                            pack.series(),
                            "",
                            pack.key(),
                            "the pack is not as it was stored"));
        }
        if (content.first != null) {
            // Of a pack that changed, the index keeps what it should be, so that nobody takes it for sound.
            var sha256 = recorded.orElse(digest);
            staging.read(
                    new Staging.Read(
                            pack,
                            content.first,
                            content.firstAt,
                            content.lastAt,
                            content.instances,
                            reader.position(),
                            sha256),
                    clock.instant());
        }
        tally.pack(reader.position());
    }

    private static final class PassingBy implements DataSetReader.Keeper {
        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            // They stay where they are.
        }

        @Override
        public void belongsTo(String studyInstanceUid, String seriesInstanceUid) {
            // The pack's own entry says it.
        }
    }
}
