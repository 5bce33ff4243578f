package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Instance;
import org.radhub.viewer.answer.Problem;
import org.radhub.viewer.frames.FrameLayout;
import org.radhub.viewer.frames.FrameReader;
import org.radhub.viewer.pixels.Transcoder;
import org.springframework.stereotype.Component;

/** Frames in the form that is asked for: as they are stored (uncompressed ones always little-endian), or decompressed. */
@Component
class FrameBytes {
    private static final String OCTETS = "application/octet-stream";

    private final FrameReader reader;
    private final Transcoder transcoder;

    FrameBytes(FrameReader reader, Transcoder transcoder) {
        this.reader = reader;
        this.transcoder = transcoder;
    }

    /**
     * How the frames of one instance are answered.
     *
     * @param mediaType of each
     * @param contentType with the transfer syntax, from which viewers know the codec
     * @param multipart whether parts were asked for
     */
    record Answer(String mediaType, String contentType, boolean multipart, int frames, IntFunction<Part> parts) {

        /** @throws Refused NOT_FOUND if there is no such frame */
        Part part(int frame) {
            if (frame > frames) {
                throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-such-frame", frame, frames));
            }
            return parts.apply(frame);
        }
    }

    /**
     * The first of the accepted forms that the instance has.
     *
     * @throws Problem 406 if there is none
     */
    Answer choose(Instance instance, List<MediaRange> accepted) throws IOException {
        var layout = reader.layout(instance);
        for (var range : accepted) {
            var multipart = range.isMultipart() || range.name().equals("*/*");
            var answer = stored(instance, layout, range.part(), multipart)
                    .or(() -> decompressed(instance, layout, range.part(), multipart));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw Problem.notAcceptable("viewer.no-such-frame-form", layout.transferSyntaxUid());
    }

    private Optional<Answer> stored(Instance instance, FrameLayout layout, MediaRange part, boolean multipart) {
        var transferSyntax = TransferSyntax.ofFrames(layout.transferSyntaxUid());
        if (FrameLayout.isVideo(transferSyntax)
                || !wanted(part).map(transferSyntax::equals).orElse(true)) {
            return Optional.empty();
        }
        var image = TransferSyntax.mediaType(transferSyntax);
        // Viewers ask for octets in any transfer syntax, and tell by the one named in the part what they got.
        var mediaType = part.covers(image) ? image : OCTETS;
        if (!part.covers(mediaType)) {
            return Optional.empty();
        }
        var contentType = mediaType + "; transfer-syntax=" + transferSyntax;
        return Optional.of(new Answer(
                mediaType,
                contentType,
                multipart,
                layout.frames(),
                frame -> Part.copied(
                        contentType, reader.length(layout, frame), () -> reader.open(instance, layout, frame))));
    }

    private Optional<Answer> decompressed(Instance instance, FrameLayout layout, MediaRange part, boolean multipart) {
        var little = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        if (!part.covers(OCTETS)
                || !wanted(part).map(little::equals).orElse(true)
                || layout.frames() == 0
                || !transcoder.canDecode(layout)) {
            return Optional.empty();
        }
        var contentType = OCTETS + "; transfer-syntax=" + little;
        return Optional.of(new Answer(
                OCTETS,
                contentType,
                multipart,
                layout.frames(),
                frame -> new Part(
                        contentType,
                        transcoder.frameLength(layout),
                        out -> out.write(transcoder.frame(instance, layout, frame)))));
    }

    /** The transfer syntax asked for; empty when any will do. Octets in none in particular are uncompressed (PS3.18 8.7.3.3.2). */
    private static Optional<String> wanted(MediaRange part) {
        var byDefault = part.name().equals(OCTETS) ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : TransferSyntax.ANY;
        return Optional.of(part.transferSyntax().orElse(byDefault))
                .filter(wanted -> !wanted.equals(TransferSyntax.ANY))
                .map(TransferSyntax::ofFrames);
    }
}
