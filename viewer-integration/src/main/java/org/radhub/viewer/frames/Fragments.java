package org.radhub.viewer.frames;

import java.util.Arrays;

/** Where the fragments of encapsulated pixel data lie, in the order of the file. */
final class Fragments {
    /** More than any real object has; each costs memory. */
    static final int LIMIT = 1_000_000;

    private long[] starts = new long[16];
    private long[] lengths = new long[16];
    private int[] heads = new int[16];
    private int count;

    /** @param head the first four bytes of the fragment, big-endian; 0 when it is shorter */
    void add(long start, long length, int head) throws Malformed {
        if (count == LIMIT) {
            throw new Malformed("more than " + LIMIT + " fragments");
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            heads = Arrays.copyOf(heads, count * 2);
        }
        starts[count] = start;
        lengths[count] = length;
        heads[count] = head;
        count++;
    }

    /** Keeps no more memory than the fragments need, and not their heads. */
    Fragments trimmed() {
        starts = Arrays.copyOf(starts, count);
        lengths = Arrays.copyOf(lengths, count);
        heads = new int[0];
        return this;
    }

    int count() {
        return count;
    }

    /** Offset in the file of the fragment's first byte, behind its item header. */
    long start(int fragment) {
        return starts[fragment];
    }

    long length(int fragment) {
        return lengths[fragment];
    }

    /** Whether an image begins here: JPEG and JPEG-LS with SOI and a marker, JPEG 2000 with SOC and SIZ, JPEG XL with its signature. */
    boolean beginsImage(int fragment) {
        var head = heads[fragment];
        return head >>> 8 == 0xFFD8FF || head == 0xFF4FFF51 || head >>> 16 == 0xFF0A;
    }
}
