package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Study;
import org.radhub.viewer.pixels.Wish;
import org.springframework.web.bind.annotation.GetMapping;
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
    void rendered(Asked asked) throws IOException {
        var seen = found.study(asked, "retrieved");
        write(found.instance(seen, asked), frame(asked), Wish.UNLIMITED, asked);
    }

    @GetMapping({
        "/dicom-web/studies/{study}/series/{series}/instances/{instance}/thumbnail",
        "/dicom-web/studies/{study}/series/{series}/instances/{instance}/frames/{frame}/thumbnail"
    })
    void thumbnail(Asked asked) throws IOException {
        var seen = found.study(asked, "retrieved");
        write(found.instance(seen, asked), frame(asked), THUMBNAIL, asked);
    }

    /** Of a series, its middle instance stands for all: the first slice of a head shows little. */
    @GetMapping({"/dicom-web/studies/{study}/thumbnail", "/dicom-web/studies/{study}/series/{series}/thumbnail"})
    void thumbnailOfMany(Asked asked) throws IOException {
        var seen = found.study(asked, "retrieved");
        var instance = asked.path().containsKey("series") ? middle(found.series(seen, asked.series())) : first(seen);
        write(instance.orElseThrow(RenderedController::nothingToShow), 1, THUMBNAIL, asked);
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

    private void write(Instance instance, int frame, int usualSize, Asked asked) throws IOException {
        var parameters = new Drawn.Parameters(
                asked.parameter("viewport"), asked.parameter("window"), asked.parameter("quality"));
        drawn.write(instance, frame, asked.accepted(), parameters, usualSize, asked);
    }

    private static int frame(Asked asked) {
        return Asked.frame(Optional.ofNullable(asked.path().get("frame")));
    }

    private static Refused nothingToShow() {
        return new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-picture"));
    }
}
