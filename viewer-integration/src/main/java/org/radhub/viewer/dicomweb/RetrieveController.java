package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.viewer.access.Viewing;
import org.radhub.viewer.answer.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Retrieve (WADO-RS, PS3.18 10.4) of studies, series and instances as Part 10 files, streamed. */
@RestController
class RetrieveController {
    private final Found found;
    private final InstanceBytes bytes;
    private final Studies studies;
    private final SingleFile singleFile;

    RetrieveController(Found found, InstanceBytes bytes, Studies studies) {
        this.found = found;
        this.bytes = bytes;
        this.studies = studies;
        this.singleFile = new SingleFile(studies);
    }

    @GetMapping("/dicom-web/studies/{study}")
    void study(
            Viewing viewing,
            @PathVariable String study,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var wanted = wanted(accept, request);
        var seen = found.study(viewing, study, site, "retrieved");
        write(found.seriesOf(seen), wanted, response);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}")
    void series(
            Viewing viewing,
            @PathVariable String study,
            @PathVariable String series,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var wanted = wanted(accept, request);
        var seen = found.study(viewing, study, site, "retrieved");
        write(List.of(found.series(seen, series)), wanted, response);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/instances/{instance}")
    void instance(
            Viewing viewing,
            @PathVariable String study,
            @PathVariable String series,
            @PathVariable String instance,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var wanted = wanted(accept, request);
        var seen = found.study(viewing, study, site, "retrieved");
        var one = found.instance(seen, series, instance);
        var part = bytes.part(one, wanted.transferSyntax());
        var multipart = wanted.isMultipart() || !wanted.name().equals(InstanceBytes.MEDIA_TYPE);
        if (Caching.clientHas(one, part.contentType() + multipart, new ServletWebRequest(request, response))) {
            return;
        }
        if (multipart) {
            new MultipartRelated(List.of(part)).write(InstanceBytes.MEDIA_TYPE, response);
        } else {
            singleFile.write(one, part, request, response);
        }
    }

    private void write(List<Series> series, MediaRange wanted, HttpServletResponse response) throws IOException {
        var parts = new ArrayList<Part>();
        for (var each : series) {
            var instances = found.instancesOf(each);
            var stored = studies.bytesOf(instances);
            for (Instance instance : instances) {
                parts.add(bytes.part(instance, wanted.transferSyntax(), stored));
            }
        }
        Caching.changing(response);
        new MultipartRelated(parts).write(InstanceBytes.MEDIA_TYPE, response);
    }

    /** The first of what is accepted that these resources have: {@code application/dicom}, in parts or alone. */
    private static MediaRange wanted(Optional<String> accept, HttpServletRequest request) {
        return MediaRange.accepted(accept.or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT)))).stream()
                .filter(range -> range.part().covers(InstanceBytes.MEDIA_TYPE))
                .findFirst()
                .orElseThrow(() -> Problem.notAcceptable(
                        "viewer.not-acceptable", "multipart/related; type=\"application/dicom\""));
    }
}
