package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Instance;
import org.radhub.viewer.answer.Problem;
import org.radhub.viewer.pixels.Documents;
import org.radhub.viewer.pixels.Pictures;
import org.radhub.viewer.pixels.Wish;
import org.springframework.stereotype.Component;

/** Answers with pictures of frames (PS3.18 8.7.4, 8.3.5.1), and with the documents that some instances hold. */
@Component
class Drawn {
    private static final Pattern VIEWPORT = Pattern.compile("(\\d{1,5}),(\\d{1,5})(,.*)?");
    private static final Pattern WINDOW =
            Pattern.compile("(-?\\d{1,9}(?:\\.\\d{1,9})?),(\\d{1,9}(?:\\.\\d{1,9})?)(,.*)?");

    private final Pictures pictures;
    private final Documents documents;

    Drawn(Pictures pictures, Documents documents) {
        this.pictures = pictures;
        this.documents = documents;
    }

    /** The parameters of rendering (PS3.18 8.3.5), as they came. */
    record Parameters(Optional<String> viewport, Optional<String> window, Optional<String> quality) {
        /** @throws Refused INVALID for a value that is none */
        Wish wish(Wish.Format format, int usualSize) {
            var width = usualSize;
            var height = usualSize;
            if (viewport.isPresent()) {
                var asked = VIEWPORT.matcher(viewport.get());
                if (!asked.matches()) {
                    throw bad("viewport");
                }
                width = positive(asked.group(1), "viewport");
                height = positive(asked.group(2), "viewport");
            }
            return new Wish(format, width, height, qualityAsked(), window.map(Parameters::window));
        }

        private int qualityAsked() {
            var asked = quality.map(text -> positive(text, "quality")).orElse(Wish.USUAL_QUALITY);
            if (asked > 100) {
                throw bad("quality");
            }
            return asked;
        }

        private static Wish.Window window(String text) {
            var asked = WINDOW.matcher(text);
            if (!asked.matches()) {
                throw bad("window");
            }
            return new Wish.Window(Float.parseFloat(asked.group(1)), Float.parseFloat(asked.group(2)));
        }

        private static int positive(String text, String name) {
            if (!text.matches("[1-9]\\d{0,4}")) {
                throw bad(name);
            }
            return Integer.parseInt(text);
        }

        private static Refused bad(String name) {
            return new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-value", name));
        }
    }

    /** Writes the frame as the picture that is most wanted of those there are; or the document, if the instance is one. */
    void write(
            Instance instance, int frame, List<MediaRange> accepted, Parameters parameters, int usualSize, Asked asked)
            throws IOException {
        var document = accepted.stream().anyMatch(range -> range.covers("application/pdf"))
                ? documents.pdf(instance)
                : Optional.<byte[]>empty();
        if (document.isPresent()) {
            send(instance, "pdf", "application/pdf", () -> document.get(), asked);
            return;
        }
        if (instance.rows() == 0) {
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-picture"));
        }
        var format = format(accepted);
        var wish = parameters.wish(format, usualSize);
        send(instance, frame + wish.toString(), format.mediaType(), () -> pictures.draw(instance, frame, wish), asked);
    }

    private interface Maker {
        byte[] make() throws IOException;
    }

    private static void send(Instance instance, String variant, String mediaType, Maker maker, Asked asked)
            throws IOException {
        if (asked.clientHas(instance, variant)) {
            return;
        }
        var bytes = maker.make();
        var response = asked.response();
        response.setContentType(mediaType);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static Wish.Format format(List<MediaRange> accepted) {
        for (var range : accepted) {
            for (var format : Wish.Format.values()) {
                if (range.covers(format.mediaType())) {
                    return format;
                }
            }
        }
        throw Problem.notAcceptable("viewer.not-acceptable", "image/jpeg, image/png");
    }
}
