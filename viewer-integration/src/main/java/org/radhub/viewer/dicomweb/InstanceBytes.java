package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.Optional;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.radhub.viewer.answer.Problem;
import org.radhub.viewer.frames.FrameReader;
import org.radhub.viewer.pixels.Transcoder;
import org.springframework.stereotype.Component;

/** Instances as {@code application/dicom}, in the transfer syntax that is asked for. */
@Component
class InstanceBytes {
    static final String MEDIA_TYPE = "application/dicom";

    private final Studies studies;
    private final FrameReader reader;
    private final Transcoder transcoder;

    InstanceBytes(Studies studies, FrameReader reader, Transcoder transcoder) {
        this.studies = studies;
        this.reader = reader;
        this.transcoder = transcoder;
    }

    /**
     * The instance as it is stored, byte for byte, when any transfer syntax will do or none is named; or written anew in explicit VR little
     * endian.
     *
     * @throws Problem 406 if it is not to be had in the one asked for
     */
    Part part(Instance instance, Optional<String> transferSyntax) throws IOException {
        return part(instance, transferSyntax, studies::open);
    }

    /**
     * The same, of one of many instances.
     *
     * @param stored opens them
     */
    Part part(Instance instance, Optional<String> transferSyntax, Studies.Bytes stored) throws IOException {
        var kept = instance.transferSyntaxUid();
        var wanted = transferSyntax
                .filter(asked -> !asked.equals(TransferSyntax.ANY))
                .orElse(kept);
        if (wanted.equals(kept)) {
            return Part.copied(type(kept), instance.bytes(), () -> stored.open(instance));
        }
        if (wanted.equals(TransferSyntax.EXPLICIT_LITTLE_ENDIAN) && transcoder.canWrite(reader.layout(instance))) {
            return new Part(type(wanted), Part.UNKNOWN, out -> transcoder.write(instance, out));
        }
        throw Problem.notAcceptable("viewer.no-such-transfer-syntax", wanted);
    }

    private static String type(String transferSyntaxUid) {
        return MEDIA_TYPE + "; transfer-syntax=" + transferSyntaxUid;
    }
}
