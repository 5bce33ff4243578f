package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stored metadata of series, passed on instance by instance, so that no series is ever held whole. */
@Component
class SeriesMetadata {
    private final Studies studies;
    private final JsonMapper json;

    SeriesMetadata(Studies studies, JsonMapper json) {
        this.studies = studies;
        this.json = json;
    }

    /** Does something with the metadata of one instance; false: no more. */
    interface Visitor {
        boolean visit(JsonNode instance) throws IOException;
    }

    /** All instances of these series, as one array. */
    void write(List<Series> series, OutputStream out) throws IOException {
        if (series.size() == 1) {
            try (var stored = studies.metadata(series.get(0))) {
                stored.transferTo(out);
            }
            return;
        }
        array(out, generator -> {
            for (var each : series) {
                try (var parser = json.createParser(studies.metadata(each))) {
                    parser.nextToken();
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        generator.copyCurrentStructure(parser);
                    }
                    requireEnd(parser);
                }
            }
        });
    }

    /** The one instance, as an array of one; an empty array if the metadata does not know it yet. */
    void writeInstance(Series series, String sopInstanceUid, OutputStream out) throws IOException {
        array(
                out,
                generator -> visit(series, instance -> {
                    if (!DicomJson.text(instance, "00080018").equals(sopInstanceUid)) {
                        return true;
                    }
                    generator.writeTree(instance);
                    return false;
                }));
    }

    private interface Content {
        void writeTo(JsonGenerator generator) throws IOException;
    }

    private void array(OutputStream out, Content content) throws IOException {
        var generator = json.createGenerator(out);
        generator.writeStartArray();
        content.writeTo(generator);
        generator.writeEndArray();
        // Not where the content fails: closing ends the array, and with it the answer, as if nothing lacked.
        generator.close();
    }

    void visit(Series series, Visitor visitor) throws IOException {
        try (JsonParser parser = json.createParser(studies.metadata(series))) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                JsonNode instance = json.readTree(parser);
                if (!visitor.visit(instance)) {
                    return;
                }
            }
            requireEnd(parser);
        }
    }

    /** What is stored compressed is known to be what was stored when it has been read to its very end. */
    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("the metadata of a series does not end where it should");
        }
    }
}
