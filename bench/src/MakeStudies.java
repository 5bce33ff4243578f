package org.radhub.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Makes CT studies as files, and gives them new UIDs between two measurements.
 *
 * <pre>
 * MakeStudies make FOLDER STUDIES SLICES EDGE   writes FOLDER/00/0001.dcm …; nothing if they are there
 * MakeStudies fresh FOLDER TOKEN                replaces the ten digits that all their UIDs share, in place
 * </pre>
 */
final class MakeStudies {
    private static final String FIRST_TOKEN = "1000000000";
    private static final byte[] UID_ROOT = "2.25.1".getBytes(StandardCharsets.US_ASCII);
    /** The header of a generated file is shorter than this. */
    private static final int HEADER = 4096;

    private MakeStudies() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 5 && args[0].equals("make")) {
            make(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        } else if (args.length == 3 && args[0].equals("fresh") && args[2].matches("[0-9]{10}")) {
            freshen(Path.of(args[1]), args[2]);
        } else {
            System.err.println("usage: MakeStudies make FOLDER STUDIES SLICES EDGE | fresh FOLDER TOKEN");
            System.exit(2);
        }
    }

    private static void make(Path folder, int studies, int slices, int edge) throws IOException {
        var done = folder.resolve("made-%d-%d-%d".formatted(studies, slices, edge));
        if (Files.exists(done)) {
            return;
        }
        for (var study = 0; study < studies; study++) {
            var exam = Region.study(4 * study); // numbers of CTs
            var studyFolder = Files.createDirectories(folder.resolve("%02d".formatted(study)));
            for (var instance = 1; instance <= slices; instance++) {
                var slice = Slice.of(exam, FIRST_TOKEN, 1, instance, edge);
                Files.write(studyFolder.resolve("%04d.dcm".formatted(instance)), slice.partTen());
            }
        }
        Files.createFile(done);
    }

    private static void freshen(Path folder, String token) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".dcm"))::iterator) {
                freshenFile(file, token.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static void freshenFile(Path file, byte[] token) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var header = ByteBuffer.allocate(HEADER);
            while (header.hasRemaining() && channel.read(header, header.position()) > 0) {
                // until it is full or the file ends
            }
            var bytes = header.array();
            var first = find(bytes, UID_ROOT, 0);
            if (first < 0) {
                throw new IOException(file + " was not made by this program");
            }
            for (var at = first; at >= 0; at = find(bytes, UID_ROOT, at + 1)) {
                System.arraycopy(token, 0, bytes, at + UID_ROOT.length, token.length);
            }
            header.flip();
            while (header.hasRemaining()) {
                channel.write(header, header.position());
            }
        }
    }

    private static int find(byte[] bytes, byte[] wanted, int from) {
        for (var at = from; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
