package org.radhub.storage.pack;

import java.util.UUID;

/**
 * One instance in a pack.
 *
 * @param offset where its Part 10 file begins
 * @param length of its Part 10 file in bytes
 */
public record PackEntry(
        UUID pack, long offset, long length, String seriesInstanceUid, String sopInstanceUid, Arrival arrival) {

    public SeriesKey series() {
        return new SeriesKey(arrival.site(), arrival.studyInstanceUid(), seriesInstanceUid);
    }

    /** Where its tar headers begin. */
    long start() {
        return offset - EntryHead.LENGTH;
    }

    /** Where the next entry begins. */
    public long end() {
        return offset + EntryHead.padded(length);
    }
}
