package org.radhub.storage.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.radhub.storage.Offer;

/**
 * One DICOM file of the shared test data, and what its manifest says of it.
 *
 * @param special what is special about it
 * @param truth true text, or sensible reaction
 * @param sopInstanceUid as the data set says
 */
public record SharedFile(Path path, String name, String special, String truth, String sopInstanceUid) {
    private static final byte[] DICM = "DICM".getBytes(StandardCharsets.US_ASCII);

    /** A data set without its File Meta Information, and what that said; empty strings where it said nothing. */
    public record Content(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] dataSet) {
        public Offer offer(String site, String association) {
            return new Offer(site, "TESTER", association, sopClassUid, sopInstanceUid, transferSyntaxUid);
        }
    }

    /** All of the manifest. Skips the test where the data are not there. */
    public static List<SharedFile> all() {
        var root = Path.of(System.getProperty("radhub.shared.data", "none"));
        assumeTrue(Files.exists(root.resolve("MANIFEST.tsv")), "the shared test data are not on this machine");
        try {
            var files = new ArrayList<SharedFile>();
            var lines = Files.readAllLines(root.resolve("MANIFEST.tsv"));
            for (var line : lines.subList(1, lines.size())) {
                var columns = line.split("\t", -1);
                files.add(new SharedFile(root.resolve(columns[0]), columns[0], columns[19], columns[20], columns[14]));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<SharedFile> in(String folder) {
        return all().stream()
                .filter(file -> file.name().startsWith(folder + "/"))
                .toList();
    }

    public static SharedFile named(String name) {
        return all().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** As a sender that knows the file would send it. */
    public Content content() {
        try {
            return content(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Content content(byte[] file) {
        int at = file.length >= 132 && Arrays.equals(Arrays.copyOfRange(file, 128, 132), DICM) ? 132 : 0;
        var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var meta = new String[] {"", "", ""};
        while (at + 8 <= file.length && bytes.getShort(at) == 2) {
            int element = bytes.getShort(at + 2) & 0xffff;
            boolean longForm =
                    file[at + 4] == 'O' || file[at + 4] == 'U' && (file[at + 5] == 'N' || file[at + 5] == 'T');
            int length = longForm ? bytes.getInt(at + 8) : bytes.getShort(at + 6) & 0xffff;
            at += longForm ? 12 : 8;
            int index = List.of(0x0002, 0x0003, 0x0010).indexOf(element);
            if (index >= 0) {
                meta[index] = new String(file, at, length, StandardCharsets.ISO_8859_1)
                        .replace("\0", "")
                        .strip();
            }
            at += length;
        }
        var dataSet = Arrays.copyOfRange(file, Math.min(at, file.length), file.length);
        if (meta[2].isEmpty()) {
            boolean explicit =
                    dataSet.length > 6 && Character.isUpperCase(dataSet[4]) && Character.isUpperCase(dataSet[5]);
            meta[2] = explicit ? "1.2.840.10008.1.2.1" : "1.2.840.10008.1.2";
        }
        return new Content(meta[0], meta[1], meta[2], dataSet);
    }

    @Override
    public String toString() {
        return name;
    }
}
