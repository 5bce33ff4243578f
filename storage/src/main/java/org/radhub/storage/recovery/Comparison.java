package org.radhub.storage.recovery;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radhub.storage.Recovery.Finding;
import org.radhub.storage.Recovery.Kind;
import org.radhub.storage.pack.DataSets;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.PackReader;

/** One pack of the object store, its digests, and what the index says of it. */
final class Comparison {
    private final String key;
    private final Map<Long, IndexedPacks.Place> missing;
    private final Tally tally;
    private boolean reported;

    Comparison(String key, Map<Long, IndexedPacks.Place> places, Tally tally) {
        this.key = key;
        this.missing = new HashMap<>(places);
        this.tally = tally;
    }

    /** What is wrong with its bytes; empty where nothing is. */
    String digest(PackEntry entry, InputStream file) throws IOException {
        var wrong = "";
        try {
            if (!DataSets.isKnown(DataSets.in(file), entry.arrival().digest())) {
                wrong = "its bytes are not those that were kept";
            }
        } catch (IllegalArgumentException | EOFException e) {
            wrong = "it cannot be read: " + e.getMessage();
        }
        reported |= !wrong.isEmpty();
        return wrong;
    }

    /** Whether the index has this instance in this pack, be it at another place. */
    boolean place(PackEntry entry) {
        var place = missing.get(entry.offset());
        if (place != null && place.sopUid().equals(entry.sopInstanceUid())) {
            missing.remove(entry.offset());
            if (place.length() != entry.length()
                    || !place.digest().equals(entry.arrival().digest())) {
                misplaced(entry, "the index says another length or digest");
            }
            return true;
        }
        var elsewhere = missing.values().stream()
                .filter(other -> other.sopUid().equals(entry.sopInstanceUid())
                        && other.digest().equals(entry.arrival().digest()))
                .findFirst();
        elsewhere.ifPresent(other -> {
            missing.remove(other.fileOffset());
            misplaced(entry, "the index looks for it at " + other.fileOffset());
        });
        return elsewhere.isPresent();
    }

    private void misplaced(PackEntry entry, String why) {
        tally.found(Kind.MISPLACED, entry, key, why + "; rebuild-index puts it right");
    }

    /** Whether something that the index has in it was not found. */
    boolean isLacking() {
        return !missing.isEmpty();
    }

    /** @param expected digests that the pack should have */
    void end(PackObject object, PackReader reader, String digest, List<String> expected) {
        missing.values().forEach(place -> tally.found(missing(place, key)));
        boolean changed = reader.isDamaged() || expected.stream().anyMatch(said -> !said.equals(digest));
        if (changed && !reported && missing.isEmpty()) {
            tally.found(new Finding(
                    Kind.CHANGED,
                    "",
                    object.study(),
                    object.series(),
                    "",
                    key,
                    "its instances are sound, and what stands around them changed"));
        }
    }

    static Finding missing(IndexedPacks.Place place, String where) {
        return missing(place, where, "the index has it, and it is not there");
    }

    static Finding missing(IndexedPacks.Place place, String where, String why) {
        return new Finding(
                Kind.MISSING,
                place.site(),
                place.studyUid(),
                place.seriesUid(),
                place.sopUid(),
                where + ":" + place.fileOffset(),
                why);
    }
}
