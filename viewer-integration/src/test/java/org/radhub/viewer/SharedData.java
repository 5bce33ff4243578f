package org.radhub.viewer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** DICOM files from outside the repository, with what is known of each. Tests that need them are skipped where they are not. */
public final class SharedData {
    private SharedData() {}

    /** A line of the manifest. Columns that say nothing are empty. */
    public record Entry(
            Path file,
            String name,
            String transferSyntax,
            String modality,
            String size,
            String sopInstance,
            String study) {
        /** Number of frames, 0 without pixels. */
        public int frames() {
            var parts = size.split("x");
            return parts.length == 3 ? Integer.parseInt(parts[2]) : 0;
        }
    }

    public static Path folder() {
        var folder = Path.of(System.getProperty("radhub.shared.data", "none"));
        assumeTrue(Files.isDirectory(folder), "the shared DICOM files are not on this machine");
        return folder;
    }

    public static Path file(String name) {
        var file = folder().resolve(name);
        assumeTrue(Files.exists(file), name + " is not on this machine");
        return file;
    }

    /** All files whose name begins so, in the manifest's order. */
    public static List<Entry> entries(String prefix) {
        var folder = folder();
        try (Stream<String> lines = Files.lines(folder.resolve("MANIFEST.tsv"))) {
            var entries = new ArrayList<Entry>();
            lines.skip(1).map(line -> line.split("\t", -1)).forEach(line -> {
                if (line[0].startsWith(prefix)) {
                    entries.add(new Entry(
                            folder.resolve(line[0]), line[0], line[8], line[10], line[11], line[14], line[15]));
                }
            });
            return entries;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** (0008,0018) of the file's data set, which its File Meta Information does not always repeat rightly. */
    public static String sopInstance(Path file) {
        return entries("").stream()
                .filter(entry -> entry.file().equals(file))
                .map(Entry::sopInstance)
                .findFirst()
                .orElseThrow();
    }
}
