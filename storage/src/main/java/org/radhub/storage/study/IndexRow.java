package org.radhub.storage.study;

import java.util.UUID;
import org.radhub.registry.StudyKey;
import org.radhub.storage.dataset.Slice;

/**
 * A kept instance in the terms of the tables; the field names are those that the statements of {@link IndexWriter} unpack.
 *
 * @param at its place in the batch
 * @param otherPatient whether it says another patient than its study
 */
record IndexRow(
        int at,
        UUID id,
        UUID studyId,
        UUID seriesId,
        String site,
        String studyUid,
        String seriesUid,
        String sopUid,
        String sopClass,
        String transferSyntax,
        String number,
        int numberOrder,
        int rows,
        int columns,
        int frames,
        String sliceNormal,
        Double slicePosition,
        UUID packId,
        long fileOffset,
        long length,
        String digest,
        String pixelFingerprint,
        String receivedAt,
        boolean otherPatient) {

    static IndexRow of(int at, KeptInstance kept, StudyRow study, UUID seriesId) {
        var entry = kept.entry();
        var arrival = entry.arrival();
        var header = kept.header();
        return new IndexRow(
                at,
                UUID.randomUUID(),
                study.id(),
                seriesId,
                arrival.site(),
                arrival.studyInstanceUid(),
                entry.seriesInstanceUid(),
                entry.sopInstanceUid(),
                arrival.sopClassUid(),
                arrival.transferSyntaxUid(),
                header.instanceNumber(),
                order(header.instanceNumber()),
                header.rows(),
                header.columns(),
                header.frames(),
                header.slice().map(Slice::normal).orElse(null),
                header.slice().map(Slice::position).orElse(null),
                entry.pack(),
                entry.offset(),
                entry.length(),
                arrival.digest(),
                arrival.pixelFingerprint().orElse(null),
                arrival.receivedAt().toString(),
                study.isOfAnother(header));
    }

    StudyKey study() {
        return new StudyKey(site, studyUid);
    }

    /** Numbers in their order, everything else behind them. */
    private static int order(String number) {
        try {
            return Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
