package org.radhub.storage.study;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes the metadata object of a pack: a JSON array, an instance on each line, in the order in which they are added; compressed. */
public final class MetadataObject implements Closeable {
    private final OutputStream out;
    private String before = "[\n";

    public MetadataObject(Path target) throws IOException {
        out = new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(target), 16 << 10));
    }

    /** @param json of one instance, see {@link org.radhub.storage.dataset.DicomJson} */
    public void add(byte[] json) throws IOException {
        out.write(before.getBytes(StandardCharsets.US_ASCII));
        out.write(json);
        before = ",\n";
    }

    @Override
    public void close() throws IOException {
        try (out) {
            out.write((before.equals("[\n") ? "[\n]\n" : "\n]\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
