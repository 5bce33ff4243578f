package org.radhub.storage.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The DICOM JSON Model (PS3.18 annex F) of what stands before the pixel data. */
public final class DicomJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private DicomJson() {}

    /** Opens the data set from its beginning; is asked twice. */
    public interface Bytes {
        InputStream open() throws IOException;
    }

    /**
     * One JSON object, UTF-8, on one line: all elements with texts decoded, sequences included, without bulk data (values longer than 4 KiB)
     * and without pixel data.
     *
     * @throws Malformed if it is no data set; what was kept through {@link DataSetReader} is one
     */
    public static byte[] of(Bytes dataSet, String transferSyntaxUid) throws IOException, Malformed {
        var samples = new TextSamples();
        walk(dataSet, transferSyntaxUid, samples);
        var out = new ByteArrayOutputStream(16 << 10);
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            walk(dataSet, transferSyntaxUid, new JsonElements(json, samples.encoding()));
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Up to the pixel data. */
    static void walk(Bytes dataSet, String transferSyntaxUid, ElementVisitor visitor) throws IOException, Malformed {
        var encoding = Encoding.of(transferSyntaxUid);
        try (var in = dataSet.open()) {
            if (encoding == Encoding.DEFLATED) {
                try (var inflating = new BoundedInflater(in)) {
                    walker(inflating, Encoding.EXPLICIT_LITTLE_ENDIAN, visitor).walk();
                }
            } else {
                walker(in, encoding, visitor).walk();
            }
        } catch (ZipException | BoundedInflater.TooMuch e) {
            throw new Malformed("deflated data set is not a deflate stream", e);
        }
    }

    private static DataSetWalker walker(InputStream in, Encoding encoding, ElementVisitor visitor) {
        return new DataSetWalker(new Source(in), encoding, visitor).headerOnly();
    }
}
