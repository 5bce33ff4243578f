package org.radhub.viewer.answer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem details, whatever the request said it would accept. */
@Component
public class ProblemWriter {
    private final MessageSource messages;
    private final JsonMapper json;

    ProblemWriter(MessageSource messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(problem.status(), problem.phrase(), problem.headers(), request, response);
    }

    void write(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status =
                switch (refused.kind()) {
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case INVALID -> HttpStatus.BAD_REQUEST;
                };
        write(status, refused.phrase(), HttpHeaders.EMPTY, request, response);
    }

    private void write(
            HttpStatus status,
            Phrase phrase,
            HttpHeaders headers,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.reset();
        response.setStatus(status.value());
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        var body = Map.of(
                "type", "about:blank",
                "title", status.getReasonPhrase(),
                "status", status.value(),
                "detail", say(phrase, LocaleContextHolder.getLocale()),
                "instance", request.getRequestURI());
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }

    private String say(Phrase phrase, Locale locale) {
        return messages.getMessage(phrase.key(), phrase.args().toArray(), phrase.key(), locale);
    }
}
