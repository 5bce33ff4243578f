package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.radhub.storage.Series;
import org.radhub.viewer.access.Viewing;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Retrieve of metadata (WADO-RS, PS3.18 10.4.1.1.2) as DICOM JSON, streamed. */
@RestController
class MetadataController {
    private final Found found;
    private final SeriesMetadata metadata;

    MetadataController(Found found, SeriesMetadata metadata) {
        this.found = found;
        this.metadata = metadata;
    }

    @GetMapping("/dicom-web/studies/{study}/metadata")
    void study(
            Viewing viewing,
            @PathVariable String study,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var seen = found.study(viewing, study, site, "metadata");
        write(found.seriesOf(seen), response);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/metadata")
    void series(
            Viewing viewing,
            @PathVariable String study,
            @PathVariable String series,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var seen = found.study(viewing, study, site, "metadata");
        write(List.of(found.series(seen, series)), response);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/instances/{instance}/metadata")
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
        DicomJson.mustBeAccepted(accept, request);
        var seen = found.study(viewing, study, site, "metadata");
        var one = found.instance(seen, series, instance);
        begin(response);
        metadata.writeInstance(found.series(seen, series), one.sopInstanceUid(), response.getOutputStream());
    }

    private void write(List<Series> series, HttpServletResponse response) throws IOException {
        begin(response);
        metadata.write(series, response.getOutputStream());
    }

    private static void begin(HttpServletResponse response) {
        Caching.changing(response);
        response.setContentType(DicomJson.MEDIA_TYPE);
    }
}
