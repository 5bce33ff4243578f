package org.radhub.storage.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What any data set must not do to whoever reads it. The first byte of an input chooses the transfer syntax. */
public final class DataSetTarget {
    static final List<String> SYNTAXES = List.of(
            "1.2.840.10008.1.2",
            "1.2.840.10008.1.2.1",
            "1.2.840.10008.1.2.2",
            "1.2.840.10008.1.2.1.99",
            "1.2.840.10008.1.2.4.50");
    private static final JsonMapper JSON = new JsonMapper();

    private DataSetTarget() {}

    /** As the fuzzer takes it. */
    static byte[] input(String transferSyntaxUid, byte[] dataSet) {
        var input = new byte[1 + dataSet.length];
        input[0] = (byte) Math.max(0, SYNTAXES.indexOf(transferSyntaxUid));
        System.arraycopy(dataSet, 0, input, 1, dataSet.length);
        return input;
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        var syntax = SYNTAXES.get((input[0] & 0xff) % SYNTAXES.size());
        var dataSet = Arrays.copyOfRange(input, 1, input.length);
        var kept = new ByteArrayOutputStream();
        try {
            var read = DataSetReader.read(new ByteArrayInputStream(dataSet), syntax, new Keeping(kept));
            require(Arrays.equals(kept.toByteArray(), dataSet), "what was kept is not what was sent");
            require(read.length() == dataSet.length, "another length than was sent");
            header(read.header());
            json(DicomJson.of(() -> new ByteArrayInputStream(dataSet), syntax));
        } catch (Malformed e) {
            var said = String.valueOf(e.getMessage());
            require(said.length() <= 64 && said.matches("[ -~]+"), "no error comment that DICOM can carry: " + said);
        }
    }

    private static void header(Header header) {
        require(Uid.acceptable(header.studyInstanceUid()), "a study UID that is none");
        require(Uid.acceptable(header.seriesInstanceUid()), "a series UID that is none");
        require(Uid.acceptable(header.sopInstanceUid()), "an instance UID that is none");
        for (var text :
                List.of(header.patientName(), header.patientId(), header.studyDescription(), header.modality())) {
            require(text.codePoints().noneMatch(Character::isISOControl), "a control character in a text");
            require(text.codePointCount(0, text.length()) <= 300, "a text that is too long for the index");
        }
        require(
                JSON.readValue(JSON.writeValueAsString(header), Header.class).equals(header),
                "a header that does not survive being written down");
    }

    private static void json(byte[] json) {
        var text = new String(json, StandardCharsets.UTF_8);
        require(text.indexOf('\n') < 0 && text.indexOf('\r') < 0, "more than one line of JSON");
        require(JSON.readTree(text).isObject(), "no JSON object");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private record Keeping(ByteArrayOutputStream kept) implements DataSetReader.Keeper {
        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            kept.write(buffer, offset, length);
        }

        @Override
        public void belongsTo(String studyInstanceUid, String seriesInstanceUid) {
            require(Uid.acceptable(studyInstanceUid) && Uid.acceptable(seriesInstanceUid), "placed under no UID");
        }
    }
}
