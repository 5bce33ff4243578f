package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Study;
import org.radhub.viewer.access.Viewing;
import org.radhub.viewer.pixels.Wish;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Retrieve of rendered instances and frames, and of thumbnails (WADO-RS, PS3.18 10.4.1.1.3 and 10.4.1.1.4). */
@RestController
class RenderedController {
    private static final int THUMBNAIL = 256;

    private final Found found;
    private final Drawn drawn;

    RenderedController(Found found, Drawn drawn) {
        this.found = found;
        this.drawn = drawn;
    }

    @GetMapping({
        "/dicom-web/studies/{study}/series/{series}/instances/{instance}/rendered",
        "/dicom-web/studies/{study}/series/{series}/instances/{instance}/frames/{frame}/rendered"
    })
    void rendered(
            Viewing viewing,
            @PathVariable String study,
            @PathVariable String series,
            @PathVariable String instance,
            @PathVariable Optional<String> frame,
            @RequestParam Optional<String> site,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var seen = found.study(viewing, study, site, "retrieved");
        write(found.instance(seen, series, instance), frame, Wish.UNLIMITED, request, response);
    }

    @GetMapping({
        "/dicom-web/studies/{study}/series/{series}/instances/{instance}/thumbnail",
        "/dicom-web/studies/{study}/series/{series}/instances/{instance}/frames/{frame}/thumbnail"
    })
    void thumbnail(
            Viewing viewing,
            @PathVariable String study,
            @PathVariable String series,
            @PathVariable String instance,
            @PathVariable Optional<String> frame,
            @RequestParam Optional<String> site,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var seen = found.study(viewing, study, site, "retrieved");
        write(found.instance(seen, series, instance), frame, THUMBNAIL, request, response);
    }

    /** Of a series, its middle instance stands for all: the first slice of a head shows little. */
    @GetMapping({"/dicom-web/studies/{study}/thumbnail", "/dicom-web/studies/{study}/series/{series}/thumbnail"})
    void thumbnailOfMany(
            Viewing viewing,
            @PathVariable String study,
            @PathVariable Optional<String> series,
            @RequestParam Optional<String> site,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var seen = found.study(viewing, study, site, "retrieved");
        var instance = series.isPresent() ? middle(found.series(seen, series.get())) : first(seen);
        write(instance.orElseThrow(RenderedController::nothingToShow), Optional.empty(), THUMBNAIL, request, response);
    }

    private Optional<Instance> first(Study study) {
        return found.seriesOf(study).stream()
                .flatMap(series -> middle(series).stream())
                .findFirst();
    }

    private Optional<Instance> middle(Series series) {
        var pictures = found.instancesOf(series).stream()
                .filter(instance -> instance.rows() > 0)
                .toList();
        return pictures.isEmpty() ? Optional.empty() : Optional.of(pictures.get(pictures.size() / 2));
    }

    private void write(
            Instance instance,
            Optional<String> frame,
            int usualSize,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var accept = Optional.ofNullable(request.getParameter("accept"))
                .or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT)));
        var parameters = new Drawn.Parameters(
                Optional.ofNullable(request.getParameter("viewport")),
                Optional.ofNullable(request.getParameter("window")),
                Optional.ofNullable(request.getParameter("quality")));
        drawn.write(instance, number(frame), MediaRange.accepted(accept), parameters, usualSize, request, response);
    }

    private static int number(Optional<String> frame) {
        var text = frame.orElse("1");
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-frame-list"));
        }
        return Integer.parseInt(text);
    }

    private static Refused nothingToShow() {
        return new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-picture"));
    }
}
