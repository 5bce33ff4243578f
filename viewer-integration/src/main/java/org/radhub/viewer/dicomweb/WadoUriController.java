package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Studies;
import org.radhub.viewer.access.Viewing;
import org.radhub.viewer.pixels.Wish;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

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
    void wado(
            Viewing viewing,
            @RequestParam(required = false, defaultValue = "") String requestType,
            @RequestParam(required = false, defaultValue = "") String studyUID,
            @RequestParam(required = false, defaultValue = "") String seriesUID,
            @RequestParam(required = false, defaultValue = "") String objectUID,
            @RequestParam Optional<String> contentType,
            @RequestParam Optional<String> transferSyntax,
            @RequestParam Optional<String> site,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!requestType.equals("WADO")) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-request-type"));
        }
        var seen = found.study(viewing, studyUID, site, "retrieved");
        var instance = found.instance(seen, seriesUID, objectUID);
        var accepted = MediaRange.accepted(contentType);
        var asFile = contentType.isPresent() || instance.rows() == 0
                ? accepted.stream().anyMatch(range -> range.covers(InstanceBytes.MEDIA_TYPE))
                : false;
        if (!asFile) {
            drawn.write(instance, frame(request), accepted, parameters(request), Wish.UNLIMITED, request, response);
            return;
        }
        var part = bytes.part(instance, transferSyntax);
        if (!Caching.clientHas(instance, part.contentType(), new ServletWebRequest(request, response))) {
            // Some clients of WADO-URI compare the whole content type.
            singleFile.write(
                    instance, new Part(InstanceBytes.MEDIA_TYPE, part.length(), part.body()), request, response);
        }
    }

    private static int frame(HttpServletRequest request) {
        var text = Optional.ofNullable(request.getParameter("frameNumber")).orElse("1");
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-frame-list"));
        }
        return Integer.parseInt(text);
    }

    /** The names that WADO-URI has for them (PS3.18 9.1.2.2). */
    private static Drawn.Parameters parameters(HttpServletRequest request) {
        var columns = request.getParameter("columns");
        var rows = request.getParameter("rows");
        var viewport = columns == null && rows == null
                ? Optional.<String>empty()
                : Optional.of(Optional.ofNullable(columns).orElse("99999") + ","
                        + Optional.ofNullable(rows).orElse("99999"));
        var center = request.getParameter("windowCenter");
        var width = request.getParameter("windowWidth");
        return new Drawn.Parameters(
                viewport,
                center == null || width == null ? Optional.empty() : Optional.of(center + "," + width),
                Optional.ofNullable(request.getParameter("imageQuality")));
    }
}
