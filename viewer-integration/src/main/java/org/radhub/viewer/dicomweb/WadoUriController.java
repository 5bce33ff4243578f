package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Studies;
import org.radhub.viewer.pixels.Wish;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** WADO-URI (PS3.18 9), as Weasis asks it: an instance as it is stored, or as a picture. */
@RestController
class WadoUriController {
    private final Found found;
    private final InstanceBytes bytes;
    private final SingleFile singleFile;
    private final Drawn drawn;

    WadoUriController(Found found, InstanceBytes bytes, Drawn drawn, Studies studies) {
        this.found = found;
        this.bytes = bytes;
        this.drawn = drawn;
        this.singleFile = new SingleFile(studies);
    }

    @GetMapping("/wado")
    void wado(Asked asked) throws IOException {
        if (!said(asked, "requestType").equals("WADO")) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-request-type"));
        }
        var seen = found.study(asked, said(asked, "studyUID"), "retrieved");
        var instance = found.instance(seen, said(asked, "seriesUID"), said(asked, "objectUID"));
        var contentType = asked.parameter("contentType");
        var accepted = MediaRange.accepted(contentType);
        var asFile = contentType.isPresent() || instance.rows() == 0
                ? accepted.stream().anyMatch(range -> range.covers(InstanceBytes.MEDIA_TYPE))
                : false;
        if (!asFile) {
            var frame = Asked.frame(asked.parameter("frameNumber"));
            drawn.write(instance, frame, accepted, parameters(asked), Wish.UNLIMITED, asked);
            return;
        }
        var part = bytes.part(instance, asked.parameter("transferSyntax"));
        if (!asked.clientHas(instance, part.contentType())) {
            // Some clients of WADO-URI compare the whole content type.
            var file = new Part(InstanceBytes.MEDIA_TYPE, part.length(), part.body());
            singleFile.write(instance, file, asked.request(), asked.response());
        }
    }

    private static String said(Asked asked, String parameter) {
        return asked.parameter(parameter).orElse("");
    }

    /** The names that WADO-URI has for them (PS3.18 9.1.2.2). */
    private static Drawn.Parameters parameters(Asked asked) {
        var columns = asked.parameter("columns");
        var rows = asked.parameter("rows");
        var viewport = columns.isEmpty() && rows.isEmpty()
                ? Optional.<String>empty()
                : Optional.of(columns.orElse("99999") + "," + rows.orElse("99999"));
        var window = asked.parameter("windowCenter")
                .flatMap(center -> asked.parameter("windowWidth").map(width -> center + "," + width));
        return new Drawn.Parameters(viewport, window, asked.parameter("imageQuality"));
    }
}
