package org.radhub.storage.recovery;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;
import org.radhub.storage.pack.DataSets;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackKeys;
import org.radhub.storage.pack.PackReader;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;

/** Reads all that is kept, and compares it with its digests and with the index. */
final class Verification {
    private final ObjectStore objects;
    private final Spool spool;
    private final IndexedPacks index;
    private final PackIndex copies;
    private final WritingOff writingOff;
    private final ReadingRate rate;
    private final Tally tally;
    private final Map<UUID, Long> elsewhere = new TreeMap<>();

    /** Packs in the object store that the index looks for in a spool. */
    private final Set<UUID> uploaded = ConcurrentHashMap.newKeySet();

    Verification(
            ObjectStore objects,
            Spool spool,
            IndexedPacks index,
            PackIndex copies,
            WritingOff writingOff,
            ReadingRate rate,
            Tally tally) {
        this.objects = objects;
        this.spool = spool;
        this.index = index;
        this.copies = copies;
        this.writingOff = writingOff;
        this.rate = rate;
        this.tally = tally;
    }

    void all() throws IOException {
        new EachObject(objects).with("", this::object);
        var spooled = spool.packs();
        for (var pack : spooled) {
            spooled(pack);
        }
        var here = Set.copyOf(spooled);
        index.each(pack -> lookFor(pack, here));
        index.eachLost((pack, place) -> tally.found(Comparison.missing(
                place,
                spool.hasDamaged(pack) ? "spool/damaged/" + pack + ".tar" : "pack " + pack,
                "its bytes are lost; it has to be sent again")));
        elsewhere.forEach((node, packs) ->
                tally.leftOut(packs + " packs were not read: they lie in the spool of another process (node-id " + node
                        + "); verify reads them with its RADHUB_HOME, or writes them off with --write-off-node=" + node
                        + " if that is gone for good"));
        writingOff.all();
    }

    private void object(String key) throws IOException {
        var pack = PackObject.of(key);
        try {
            if (pack.isPresent()) {
                pack(pack.get());
            } else {
                beside(key);
            }
        } catch (NoSuchFileException e) {
            // Deleted after it was listed; if the index wants it, that is found out below.
            tally.instances(0);
        }
    }

    private void pack(PackObject object) throws IOException {
        var indexed = index.find(object.id());
        boolean known = indexed.filter(pack ->
                        pack.objectKey().equals(object.key()) || pack.state().equals("SPOOLED"))
                .isPresent();
        boolean stored = known && indexed.get().state().equals("STORED");
        var places = stored ? index.places(object.id()) : Map.<Long, IndexedPacks.Place>of();
        var comparison = new Comparison(object.key(), places, tally);
        var unknown = new ArrayList<PackEntry>();
        boolean unreadable = false;
        boolean sound = false;
        try (var in = DataSets.digesting(rate.limit(objects.get(object.key())));
                var reader = new PackReader(object.id(), in)) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                var wrong = comparison.digest(entry.get(), reader.file());
                var placed = !stored || comparison.place(entry.get());
                if (!wrong.isEmpty()) {
                    unreadable |= placed;
                    var left = placed ? "" : ", and it is not in the index; rebuild-index leaves it out";
                    tally.found(Kind.CHANGED, entry.get(), object.key(), wrong + left);
                } else if (!placed) {
                    unknown.add(entry.get());
                } else {
                    sound = true;
                }
                tally.instances(1);
            }
            comparison.end(
                    object, reader, DataSets.digest(in), expected(object, indexed.map(IndexedPacks.Pack::sha256)));
            if (stored && (unreadable || comparison.isLacking())) {
                writingOff.lacking(object.id(), sound);
            } else if (known && !stored) {
                uploaded.add(object.id());
            }
            tally.pack(reader.position());
        }
        copies.unknown(unknown)
                .forEach(entry -> tally.found(
                        Kind.UNINDEXED, entry, object.key(), "it is not in the index; rebuild-index puts it there"));
        if (known) {
            requireDigest(object, object.key());
        } else {
            tally.found(new Finding(
                    Kind.ORPHAN,
                    "",
                    object.study(),
                    object.series(),
                    "",
                    object.key(),
                    "the index does not know this pack; rebuild-index puts it there"));
        }
    }

    /** Where none was recorded with an object, nobody would see that it changed. */
    private void requireDigest(PackObject pack, String key) throws IOException {
        if (objects.digest(key).isEmpty() && objects.length(key).isPresent()) {
            tally.found(new Finding(
                    Kind.MISSING,
                    "",
                    pack.study(),
                    pack.series(),
                    "",
                    key,
                    "the digest that was recorded with it is not there, or damaged; rebuild-index records it again"));
        }
    }

    private List<String> expected(PackObject object, java.util.Optional<String> indexed) throws IOException {
        var digests = new ArrayList<String>();
        indexed.filter(digest -> !digest.isEmpty()).ifPresent(digests::add);
        objects.digest(object.key()).ifPresent(digests::add);
        return digests;
    }

    /** Whatever is not a pack: metadata, or something that does not belong here. */
    private void beside(String key) throws IOException {
        var pack = PackObject.ofMetadata(key);
        if (pack.isEmpty() || objects.length(pack.get().key()).isEmpty()) {
            tally.found(new Finding(Kind.ORPHAN, "", "", "", "", key, "no pack lies beside it"));
            return;
        }
        requireDigest(pack.get(), key);
        try (var in = rate.limit(objects.get(key))) {
            var digest = DataSets.digest(in);
            if (objects.digest(key).filter(said -> !said.equals(digest)).isPresent()) {
                tally.found(new Finding(
                        Kind.CHANGED,
                        "",
                        pack.get().study(),
                        pack.get().series(),
                        "",
                        key,
                        "the metadata are not as they were stored; rebuild-index makes them anew"));
            }
        }
    }

    private void spooled(UUID pack) throws IOException {
        for (var entry : spool.entries(pack)) {
            try (var file = spool.read(pack);
                    var dataSet = rate.limit(file.dataSet(entry).open())) {
                if (!DataSets.isKnown(dataSet, entry.arrival().digest())) {
                    tally.found(
                            Kind.CHANGED, entry, "spool/" + pack + ".tar", "its bytes are not those that were kept");
                }
            } catch (IllegalArgumentException e) {
                tally.found(Kind.CHANGED, entry, "spool/" + pack + ".tar", "it cannot be read: " + e.getMessage());
            }
            tally.instances(1);
        }
        tally.pack(0);
    }

    private void lookFor(IndexedPacks.Pack pack, Set<UUID> spooled) throws IOException {
        if (!pack.state().equals("STORED")) {
            lookInSpool(pack, spooled);
        } else if (objects.length(pack.objectKey()).isEmpty()) {
            if (missing(pack, pack.objectKey())) {
                writingOff.lacking(pack.id(), false);
            }
        } else if (objects.length(PackKeys.metadata(pack.objectKey())).isEmpty()) {
            tally.found(new Finding(
                    Kind.MISSING,
                    pack.site(),
                    pack.studyUid(),
                    pack.seriesUid(),
                    "",
                    PackKeys.metadata(pack.objectKey()),
                    "viewers read the pack in its place, more slowly; rebuild-index makes it anew"));
        }
    }

    private void lookInSpool(IndexedPacks.Pack pack, Set<UUID> spooled) {
        boolean here = pack.nodeId().equals(spool.node());
        if (spooled.contains(pack.id()) || !here && !writingOff.isGone(pack.nodeId())) {
            if (!here) {
                elsewhere.merge(pack.nodeId(), 1L, Long::sum);
            }
        } else if (uploaded.contains(pack.id())) {
            tally.found(new Finding(
                    Kind.MISPLACED,
                    pack.site(),
                    pack.studyUid(),
                    pack.seriesUid(),
                    "",
                    "spool/" + pack.id() + ".tar",
                    "the index looks for it there, and the object store has it; rebuild-index puts it right"));
        } else if (here) {
            missing(pack, "spool/" + pack.id() + ".tar");
        } else {
            missing(pack, "spool/" + pack.id() + ".tar");
            writingOff.gone(pack);
        }
    }

    /** @return whether the index has anything in it that is not lost already */
    private boolean missing(IndexedPacks.Pack pack, String where) {
        var places = index.places(pack.id()).values();
        places.forEach(missing -> tally.found(Comparison.missing(missing, where)));
        return !places.isEmpty();
    }
}
