package org.radhub.storage.study;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.radhub.storage.Instance;

/**
 * The DICOM JSON of one pack's instances, a line each, in the order of {@link org.radhub.storage.Studies#instancesOf}. The metadata object
 * that lies beside a stored pack is a JSON array of which every line but the first and the last holds one instance.
 */
interface MetadataLines extends Closeable {
    /** @param sopInstanceUid of the instance whose line it is */
    record Line(String sopInstanceUid, String json) {}

    Optional<Line> next() throws IOException;

    /** Of a metadata object. */
    static MetadataLines stored(InputStream object) throws IOException {
        return new Stored(new BufferedReader(new InputStreamReader(inflated(object), StandardCharsets.UTF_8)));
    }

    /** A metadata object as it was before it was compressed. */
    static InputStream inflated(InputStream object) throws IOException {
        try {
            return new GZIPInputStream(object, 64 << 10);
        } catch (IOException e) {
            object.close();
            throw e;
        }
    }

    /** Made of the instances' own headers. */
    static MetadataLines read(List<Instance> instances, HeaderJson headers) {
        return new Read(instances.iterator(), headers);
    }

    /** Where the JSON of an instance comes from. */
    interface HeaderJson {
        byte[] of(Instance instance) throws IOException;
    }

    record Read(Iterator<Instance> remaining, HeaderJson headers) implements MetadataLines {
        @Override
        public Optional<Line> next() throws IOException {
            if (!remaining.hasNext()) {
                return Optional.empty();
            }
            var instance = remaining.next();
            return Optional.of(
                    new Line(instance.sopInstanceUid(), new String(headers.of(instance), StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {
            // Each header was closed when it had been read.
        }
    }

    record Stored(BufferedReader lines) implements MetadataLines {
        private static final String UID = "\"00080018\":{\"vr\":\"UI\",\"Value\":[\"";

        @Override
        public Optional<Line> next() throws IOException {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    var json = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
                    int from = json.indexOf(UID) + UID.length();
                    return Optional.of(new Line(json.substring(from, json.indexOf('"', from)), json));
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
