package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Instance;
import org.radhub.viewer.access.Viewing;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * What somebody asks for: the resource that the path names, and how the answer should be (PS3.18 8.3).
 *
 * @param path the parts of the path that are called study, series, instance, frame or frames
 */
record Asked(Viewing viewing, Map<String, String> path, HttpServletRequest request, HttpServletResponse response) {
    String study() {
        return path.get("study");
    }

    String series() {
        return path.get("series");
    }

    String instance() {
        return path.get("instance");
    }

    /** Where the same study is at several sites. */
    Optional<String> site() {
        return parameter("site");
    }

    /** A parameter of the query; several of the same name are one list. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(request.getParameterValues(name)).map(values -> String.join(",", values));
    }

    /** What the answer may be, the most wanted first: as the query says, or else the header. */
    List<MediaRange> accepted() {
        return MediaRange.accepted(
                parameter("accept").or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT))));
    }

    /** Sets the headers for an answer made of this instance alone; true if the client has it already, and nothing else is to be written. */
    boolean clientHas(Instance one, String variant) {
        return Caching.clientHas(one, variant, new ServletWebRequest(request, response));
    }

    /**
     * The number of a frame, counted from 1; the first where none is said.
     *
     * @throws Refused INVALID
     */
    static int frame(Optional<String> number) {
        var text = number.orElse("1");
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("viewer.bad-frame-list"));
        }
        return Integer.parseInt(text);
    }
}
