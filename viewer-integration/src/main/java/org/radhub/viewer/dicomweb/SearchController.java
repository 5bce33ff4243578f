package org.radhub.viewer.dicomweb;

import java.io.IOException;
import java.util.List;
import org.radhub.viewer.access.Looks;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
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
    void studies(Asked asked) throws IOException {
        var search = search(asked).mustBeOf(Attribute.STUDY);
        answer(
                asked,
                "studies",
                search,
                base -> searches.studies(search, asked.viewing().scope(), base));
    }

    @GetMapping("/dicom-web/series")
    void series(Asked asked) throws IOException {
        var search = search(asked).mustBeOf(Attribute.STUDY, Attribute.SERIES);
        answer(
                asked,
                "series",
                search,
                base -> searches.series(search, asked.viewing().scope(), base));
    }

    @GetMapping("/dicom-web/instances")
    void instances(Asked asked) throws IOException {
        var search = search(asked).mustBeOf(Attribute.STUDY, Attribute.SERIES, Attribute.INSTANCE);
        answer(
                asked,
                "instances",
                search,
                base -> searches.instances(search, asked.viewing().scope(), base));
    }

    @GetMapping("/dicom-web/studies/{study}/series")
    void seriesOfStudy(Asked asked) throws IOException {
        var search = search(asked).mustBeOf(Attribute.SERIES);
        var seen = found.study(asked, "searched");
        answer(asked, "studies/" + asked.study() + "/series", search, base -> searches.seriesOf(seen, search, base));
    }

    @GetMapping("/dicom-web/studies/{study}/instances")
    void instancesOfStudy(Asked asked) throws IOException {
        var search = search(asked).mustBeOf(Attribute.SERIES, Attribute.INSTANCE);
        var seen = found.study(asked, "searched");
        answer(
                asked,
                "studies/" + asked.study() + "/instances",
                search,
                base -> searches.instancesOf(seen, found.seriesOf(seen), search, base));
    }

    @GetMapping("/dicom-web/studies/{study}/series/{series}/instances")
    void instancesOfSeries(Asked asked) throws IOException {
        var search = search(asked).mustBeOf(Attribute.INSTANCE);
        var seen = found.study(asked, "searched");
        var one = found.series(seen, asked.series());
        answer(
                asked,
                "studies/" + asked.study() + "/series/" + asked.series() + "/instances",
                search,
                base -> searches.instancesOf(seen, List.of(one), search, base));
    }

    private interface Searching {
        Searches.Answer find(String base) throws IOException;
    }

    private void answer(Asked asked, String resource, Search search, Searching searching) throws IOException {
        var base = ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString() + "/dicom-web";
        var answer = looks.searching(asked.viewing(), resource + "?" + search.line(), () -> searching.find(base));
        write(search, answer, asked);
    }

    private static Search search(Asked asked) {
        DicomJson.mustBeAccepted(asked);
        return Search.of(asked.request().getParameterMap());
    }

    private void write(Search search, Searches.Answer answer, Asked asked) throws IOException {
        var response = asked.response();
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
}
