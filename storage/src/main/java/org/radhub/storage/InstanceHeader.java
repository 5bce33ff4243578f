package org.radhub.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.radhub.storage.dataset.DataSetReader;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.dataset.Malformed;

/**
 * What a Part 10 file that the hub wrote says of itself. Texts are decoded; empty strings where it says nothing.
 *
 * @param callingAeTitle of the device that sent it (0002,0016)
 * @param rows 0 when it has none
 * @param columns 0 when it has none
 */
public record InstanceHeader(
        String callingAeTitle,
        String sopClassUid,
        String transferSyntaxUid,
        String studyInstanceUid,
        String seriesInstanceUid,
        Patient patient,
        String accessionNumber,
        String studyDate,
        String studyTime,
        String studyDescription,
        String modality,
        String seriesNumber,
        String seriesDescription,
        String instanceNumber,
        int rows,
        int columns,
        int frames) {

    /**
     * Reads up to the pixels.
     *
     * @throws IOException if it cannot be read, or if what is read is no file that the hub wrote
     */
    public static InstanceHeader read(InputStream file) throws IOException {
        try {
            var beginning = file.readNBytes(FileMeta.LENGTH_KNOWN);
            if (beginning.length < FileMeta.LENGTH_KNOWN) {
                throw new EOFException("a stored file is cut short");
            }
            int length = FileMeta.length(beginning);
            var meta = new byte[length];
            System.arraycopy(beginning, 0, meta, 0, beginning.length);
            file.readNBytes(meta, beginning.length, length - beginning.length);
            var syntax = FileMeta.text(meta, FileMeta.TRANSFER_SYNTAX_UID);
            var header = DataSetReader.header(file, syntax);
            return new InstanceHeader(
                    FileMeta.text(meta, FileMeta.SOURCE_APPLICATION_ENTITY_TITLE),
                    FileMeta.text(meta, FileMeta.MEDIA_STORAGE_SOP_CLASS_UID),
                    syntax,
                    header.studyInstanceUid(),
                    header.seriesInstanceUid(),
                    new Patient(
                            header.patientId(),
                            header.issuer(),
                            header.patientName(),
                            header.birthDate(),
                            header.sex()),
                    header.accessionNumber(),
                    header.studyDate(),
                    header.studyTime(),
                    header.studyDescription(),
                    header.modality(),
                    header.seriesNumber(),
                    header.seriesDescription(),
                    header.instanceNumber(),
                    header.rows(),
                    header.columns(),
                    header.frames());
        } catch (Malformed | IllegalArgumentException e) {
            throw new IOException("a stored file cannot be read: " + e.getMessage(), e);
        }
    }
}
