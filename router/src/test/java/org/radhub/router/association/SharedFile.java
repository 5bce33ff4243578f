package org.radhub.router.association;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of the shared test data as a sender that knows it sends it, be it as malformed as it may.
 *
 * @param truth what the manifest calls a sensible reaction, or the true text in it; may be empty
 * @param isMalformed whether it is among the malformed ones, or DCMTK cannot read it
 * @param studyUid as the manifest has it
 */
record SharedFile(
        String name,
        String truth,
        boolean isMalformed,
        String studyUid,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        byte[] dataSet) {
    private static final byte[] DICM = "DICM".getBytes(StandardCharsets.US_ASCII);
    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    static List<SharedFile> all() throws IOException {
        var manifest = Hub.data().resolve("MANIFEST.tsv");
        assumeTrue(Files.exists(manifest), "the shared test files are not here");
        var files = new ArrayList<SharedFile>();
        var lines = Files.readAllLines(manifest);
        for (var line : lines.subList(1, lines.size())) {
            var columns = line.split("\t", -1);
            boolean malformed = columns[0].contains("malformed/") || !columns[16].equals("ok");
            files.add(read(columns[0], columns[20], malformed, columns[15], columns[14]));
        }
        return files;
    }

    private static SharedFile read(String name, String truth, boolean malformed, String studyUid, String sopInstanceUid)
            throws IOException {
        var file = Files.readAllBytes(Hub.data().resolve(name));
        int at = file.length >= 132 && Arrays.equals(Arrays.copyOfRange(file, 128, 132), DICM) ? 132 : 0;
        var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var sopClass = "";
        var transferSyntax = "";
        while (at + 12 <= file.length && bytes.getShort(at) == 2) {
            int element = bytes.getShort(at + 2);
            boolean longForm = file[at + 4] == 'O' || file[at + 4] == 'U' && file[at + 5] != 'I' && file[at + 5] != 'L';
            int length = longForm ? bytes.getInt(at + 8) : bytes.getShort(at + 6);
            at += longForm ? 12 : 8;
            var text = new String(file, at, length, StandardCharsets.ISO_8859_1)
                    .replace("\0", "")
                    .strip();
            sopClass = element == 0x0002 ? text : sopClass;
            transferSyntax = element == 0x0010 ? text : transferSyntax;
            at += length;
        }
        var dataSet = Arrays.copyOfRange(file, at, file.length);
        if (transferSyntax.isEmpty()) {
            boolean explicit =
                    dataSet.length > 6 && Character.isUpperCase(dataSet[4]) && Character.isUpperCase(dataSet[5]);
            transferSyntax = explicit ? Peer.EXPLICIT : SopClasses.IMPLICIT_VR_LITTLE_ENDIAN;
        }
        var said = sopClassOf(dataSet, transferSyntax.equals("1.2.840.10008.1.2.2"));
        return new SharedFile(
                name,
                truth,
                malformed,
                studyUid,
                !said.isEmpty() ? said : sopClass.isEmpty() ? SECONDARY_CAPTURE : sopClass,
                sopInstanceUid.isEmpty() ? "1.2.3" : sopInstanceUid,
                transferSyntax,
                dataSet);
    }

    /** (0008,0016) of a data set that is not deflated, as senders announce it; empty if it has none among its first elements. */
    private static String sopClassOf(byte[] dataSet, boolean bigEndian) {
        var tag = bigEndian ? new byte[] {0, 8, 0, 0x16} : new byte[] {8, 0, 0x16, 0};
        for (int at = 0; at + 12 < Math.min(dataSet.length, 2048); at++) {
            if (Arrays.equals(dataSet, at, at + 4, tag, 0, 4)) {
                boolean explicit = dataSet[at + 4] == 'U' && dataSet[at + 5] == 'I';
                int length = Byte.toUnsignedInt(dataSet[at + (explicit ? bigEndian ? 7 : 6 : 4)]);
                int end = Math.min(dataSet.length, at + 8 + length);
                var uid = new String(dataSet, at + 8, end - at - 8, StandardCharsets.ISO_8859_1)
                        .replace("\0", "")
                        .strip();
                // The same bytes may stand elsewhere, as the length of another element.
                if (SopClasses.isUid(uid)) {
                    return uid;
                }
            }
        }
        return "";
    }
}
