package org.radhub.viewer.weasis;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.radhub.registry.Access;
import org.radhub.registry.People;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.viewer.access.Looks;
import org.radhub.viewer.access.Viewing;
import org.radhub.viewer.access.ViewingToken;
import org.radhub.viewer.access.ViewingTokens;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the address in a launch link. Weasis brings no credentials: the token in the address opens the manifest, a few times within some
 * minutes. The manifest holds another token, for the images, that stands in no address.
 */
@RestController
class ManifestController {
    private final ViewingTokens tokens;
    private final People people;
    private final Access access;
    private final Studies studies;
    private final Looks looks;

    ManifestController(ViewingTokens tokens, People people, Access access, Studies studies, Looks looks) {
        this.tokens = tokens;
        this.people = people;
        this.access = access;
        this.studies = studies;
        this.looks = looks;
    }

    @GetMapping("/weasis/manifest/{token}")
    void manifest(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var used = tokens.useManifest(token).orElseThrow(ManifestController::ended);
        var person = people.find(used.person()).orElseThrow(ManifestController::ended);
        var viewing = new Viewing(person, access.scopeOf(person), "manifest token " + used.name());
        var visible = visible(used, viewing);
        visible.forEach(study -> looks.note(viewing, study, "Weasis manifest"));
        var images =
                tokens.forImages(person.id(), visible.stream().map(Study::key).toList(), used.base());
        response.setContentType("application/xml");
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        // Closed only when it is whole: what fails before is still to be said, and no part of it to be taken for all.
        var out = body(request, response);
        new Manifest(studies, used.base() + "/wado", images).write(visible, out);
        out.close();
    }

    /** The studies that the token names and the person may still see; the first of them must be among them. */
    private List<Study> visible(ViewingToken used, Viewing viewing) {
        var keys = used.studies().stream().filter(viewing.scope()::includes).toList();
        if (!keys.contains(used.studies().get(0))) {
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-such-study"));
        }
        return keys.stream().map(this::find).flatMap(Optional::stream).toList();
    }

    private Optional<Study> find(StudyKey key) {
        return studies.find(key);
    }

    private static OutputStream body(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var accepted = Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT_ENCODING))
                .orElse("");
        if (!accepted.contains("gzip")) {
            return response.getOutputStream();
        }
        response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        return new GZIPOutputStream(response.getOutputStream());
    }

    private static Refused ended() {
        return new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.token-ended"));
    }
}
