package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.radhub.viewer.access.Looks;
import org.radhub.viewer.access.Viewing;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Search (QIDO-RS, PS3.18 10.6) for studies, series and instances. Nothing out of scope is ever found. */
@RestController
class SearchController {
    private static final String FUZZY_WARNING =
            "299 Radhub: The fuzzymatching parameter is not supported. Only literal matching has been performed.";
    private static final String MORE_WARNING = "299 Radhub: There are more results that can be requested.";

    private final Searches searches;
    private final Found found;
    private final Looks looks;
    private final JsonMapper json;

    SearchController(Searches searches, Found found, Looks looks, JsonMapper json) {
        this.searches = searches;
        this.found = found;
        this.looks = looks;
        this.json = json;
    }

    @GetMapping("/dicom-web/studies")
    void studies(
            Viewing viewing,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var search = Search.of(request.getParameterMap());
        search.mustBeOf(Attribute.STUDY);
        looks.searched(viewing, "studies?" + search.line());
        write(search, searches.studies(search, viewing.scope(), base()), response);
    }

    @GetMapping("/dicom-web/series")
    void series(
            Viewing viewing,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var search = Search.of(request.getParameterMap());
        search.mustBeOf(Attribute.STUDY, Attribute.SERIES);
        looks.searched(viewing, "series?" + search.line());
        write(search, searches.series(search, viewing.scope(), base()), response);
    }

    @GetMapping("/dicom-web/instances")
    void instances(
            Viewing viewing,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var search = Search.of(request.getParameterMap());
        search.mustBeOf(Attribute.STUDY, Attribute.SERIES, Attribute.INSTANCE);
        looks.searched(viewing, "instances?" + search.line());
        write(search, searches.instances(search, viewing.scope(), base()), response);
    }

    @GetMapping("/dicom-web/studies/{study}/series")
    void seriesOfStudy(
            Viewing viewing,
            @PathVariable String study,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var search = Search.of(request.getParameterMap());
        search.mustBeOf(Attribute.SERIES);
        var seen = found.study(viewing, study, site, "searched");
        looks.searched(viewing, "studies/" + study + "/series?" + search.line());
        write(search, searches.seriesOf(seen, search, base()), response);
    }

    @GetMapping("/dicom-web/studies/{study}/instances")
    void instancesOfStudy(
            Viewing viewing,
            @PathVariable String study,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var search = Search.of(request.getParameterMap());
        search.mustBeOf(Attribute.SERIES, Attribute.INSTANCE);
        var seen = found.study(viewing, study, site, "searched");
        looks.searched(viewing, "studies/" + study + "/instances?" + search.line());
        write(search, searches.instancesOf(seen, found.seriesOf(seen), search, base()), response);
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/instances")
    void instancesOfSeries(
            Viewing viewing,
            @PathVariable String study,
            @PathVariable String series,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        DicomJson.mustBeAccepted(accept, request);
        var search = Search.of(request.getParameterMap());
        search.mustBeOf(Attribute.INSTANCE);
        var seen = found.study(viewing, study, site, "searched");
        var one = found.series(seen, series);
        looks.searched(viewing, "studies/" + study + "/series/" + series + "/instances?" + search.line());
        write(search, searches.instancesOf(seen, List.of(one), search, base()), response);
    }

    private void write(Search search, Searches.Answer answer, HttpServletResponse response) throws IOException {
        Caching.changing(response);
        if (search.fuzzy()) {
            response.addHeader(HttpHeaders.WARNING, FUZZY_WARNING);
        }
        if (answer.more()) {
            response.addHeader(HttpHeaders.WARNING, MORE_WARNING);
        }
        response.setContentType(DicomJson.MEDIA_TYPE);
        var body = json.writeValueAsBytes(answer.objects());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String base() {
        return ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString() + "/dicom-web";
    }
}
