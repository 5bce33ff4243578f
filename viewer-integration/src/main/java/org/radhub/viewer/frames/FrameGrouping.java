package org.radhub.viewer.frames;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells which fragments make up which frame (PS3.5 A.4): by the offset tables, by their number, or by where images begin. */
final class FrameGrouping {
    private final Fragments fragments;
    private final int frames;
    private final long firstItem;

    /** @param firstItem offset in the file of the first item behind the Basic Offset Table, from which the tables count */
    FrameGrouping(Fragments fragments, int frames, long firstItem) {
        this.fragments = fragments;
        this.frames = frames;
        this.firstItem = firstItem;
    }

    /**
     * The number of the first fragment of each frame.
     *
     * @param tables offset tables, the one to believe first in front; those that do not fit the fragments are passed over
     */
    int[] firsts(List<long[]> tables) throws Malformed {
        if (fragments.count() == 0) {
            return new int[0];
        }
        if (frames == 1) {
            return new int[] {0};
        }
        for (var table : tables) {
            var fitting = fitting(table);
            if (fitting.isPresent()) {
                return fitting.get();
            }
        }
        if (fragments.count() == frames) {
            return eachItsOwn();
        }
        return whereImagesBegin();
    }

    private Optional<int[]> fitting(long[] table) {
        if (table.length != frames) {
            return Optional.empty();
        }
        var firsts = new int[frames];
        var fragment = 0;
        for (var frame = 0; frame < frames; frame++) {
            while (fragment < fragments.count() && itemOffset(fragment) < table[frame]) {
                fragment++;
            }
            if (fragment == fragments.count() || itemOffset(fragment) != table[frame]) {
                return Optional.empty();
            }
            firsts[frame] = fragment++;
        }
        return Optional.of(firsts);
    }

    private long itemOffset(int fragment) {
        return fragments.start(fragment) - 8 - firstItem;
    }

    private int[] eachItsOwn() {
        var firsts = new int[frames];
        for (var frame = 0; frame < frames; frame++) {
            firsts[frame] = frame;
        }
        return firsts;
    }

    private int[] whereImagesBegin() throws Malformed {
        var firsts = new ArrayList<Integer>();
        for (var fragment = 0; fragment < fragments.count(); fragment++) {
            if (fragments.beginsImage(fragment)) {
                firsts.add(fragment);
            }
        }
        if (firsts.size() != frames || firsts.get(0) != 0) {
            throw new Malformed(
                    fragments.count() + " fragments of " + frames + " frames, and nothing says which are whose");
        }
        return firsts.stream().mapToInt(Integer::intValue).toArray();
    }
}
