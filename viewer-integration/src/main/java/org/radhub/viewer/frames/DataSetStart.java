package org.radhub.viewer.frames;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What a data set says of itself near its beginning. */
public final class DataSetStart {
    private static final int STUDY_INSTANCE_UID = 0x0020000D;
    private static final int LONGEST_UID = 64;
    private static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    private static final String EXPLICIT_BIG_ENDIAN = "1.2.840.10008.1.2.2";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

    private DataSetStart() {}

    /**
     * Study Instance UID (0020,000D).
     *
     * @param dataSet a data set without File Meta Information, or the beginning of one; read as far as is needed
     * @return empty if the data set has none, or ends before it
     * @throws Malformed if it is not a data set of this transfer syntax
     */
    public static Optional<String> studyInstanceUid(InputStream dataSet, String transferSyntaxUid) throws IOException {
        var in = new ElementStream(transferSyntaxUid.equals(DEFLATED) ? Inflating.of(dataSet) : dataSet, 0);
        in.bigEndian(transferSyntaxUid.equals(EXPLICIT_BIG_ENDIAN));
        var explicit = !transferSyntaxUid.equals(IMPLICIT_LITTLE_ENDIAN);
        try {
            while (true) {
                var element = ElementHeader.read(in, explicit);
                if (Integer.compareUnsigned(element.tag(), STUDY_INSTANCE_UID) > 0) {
                    return Optional.empty();
                }
                if (element.tag() == STUDY_INSTANCE_UID) {
                    return element.length() > LONGEST_UID
                            ? Optional.empty()
                            : Optional.of(in.text((int) element.length()));
                }
                if (element.undefinedLength()) {
                    SequenceSkip.over(in, element, explicit);
                } else {
                    in.skip(element.length());
                }
            }
        } catch (EOFException e) {
            return Optional.empty();
        }
    }
}
