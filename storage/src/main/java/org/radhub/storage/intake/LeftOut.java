package org.radhub.storage.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.radhub.storage.pack.PackEntry;

/** What lies in the spool, was looked at, and is not in the index all the same. Safe for many threads. */
final class LeftOut {
    /** Instances that the tables refuse, by pack; the packs that were tried last stand last. */
    private final Map<UUID, Set<PackEntry>> refused = new LinkedHashMap<>();

    /** Entries whose bytes are not those that were acknowledged. No time makes them better. */
    private final Set<PackEntry> unsound = new HashSet<>();

    /** Packs that the disk does not give back. */
    private final Set<UUID> unreadable = new HashSet<>();

    synchronized void refused(PackEntry entry) {
        refused.computeIfAbsent(entry.pack(), pack -> new HashSet<>()).add(entry);
    }

    synchronized void unsound(PackEntry entry) {
        unsound.add(entry);
    }

    /** @return whether this was not known */
    synchronized boolean unreadable(UUID pack) {
        return unreadable.add(pack);
    }

    /** @return whether it was not until now */
    synchronized boolean readable(UUID pack) {
        return unreadable.remove(pack);
    }

    /** What the tables refused of the pack is tried again. */
    synchronized void forgetRefused(UUID pack) {
        refused.remove(pack);
    }

    synchronized boolean isRefused(PackEntry entry) {
        return refused.getOrDefault(entry.pack(), Set.of()).contains(entry);
    }

    /** Whether it is of no use to read the entry again. */
    synchronized boolean has(PackEntry entry) {
        return unsound.contains(entry) || isRefused(entry);
    }

    /** How many instances. */
    synchronized int size() {
        return unsound.size() + refused.values().stream().mapToInt(Set::size).sum();
    }

    synchronized Collection<UUID> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Packs of which the tables refused something, the longest untried first: about so many instances, and one pack at least. */
    synchronized Collection<UUID> refusedPacks(int instances) {
        var packs = new ArrayList<UUID>();
        int left = instances;
        for (var pack : refused.entrySet()) {
            if (left <= 0) {
                break;
            }
            packs.add(pack.getKey());
            left -= pack.getValue().size();
        }
        return packs;
    }
}
