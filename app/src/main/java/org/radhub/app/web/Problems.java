package org.radhub.app.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.radhub.app.language.Phrases;
import org.radhub.registry.Phrase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/** Answers programs with problem details (RFC 9457) where no controller does, in the caller's language. */
@Component
public class Problems implements AccessDeniedHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final URI ABOUT_BLANK = URI.create("about:blank");
    private final JsonMapper json;
    private final Phrases phrases;
    private final LocaleResolver languages;

    Problems(JsonMapper json, Phrases phrases, LocaleResolver languages) {
        this.json = json;
        this.phrases = phrases;
        this.languages = languages;
    }

    /** @param offered how to be let in: the challenge (RFC 9110 11.6.1) */
    public void unauthorized(HttpServletRequest request, HttpServletResponse response, String offered)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, offered);
        answer(request, response, HttpStatus.UNAUTHORIZED, Phrase.of("app.problem.sign-in"));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        answer(request, response, HttpStatus.FORBIDDEN, Phrase.of("app.problem.not-allowed"));
    }

    void answer(HttpServletRequest request, HttpServletResponse response, HttpStatus status, Phrase detail)
            throws IOException {
        answer(request, response, status, detail, request.getRequestURI());
    }

    /** @param address that was asked for, as it was sent */
    void answer(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, Phrase detail, String address)
            throws IOException {
        var problem = ProblemDetail.forStatusAndDetail(status, phrases.say(detail, languages.resolveLocale(request)));
        problem.setType(ABOUT_BLANK);
        problem.setInstance(instance(address));
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }

    /** The address as it was sent is percent-encoded already. Two slashes would begin a host, and not a path (RFC 3986 4.2). */
    private static URI instance(String address) {
        var path = address.startsWith("//") ? "/." + address : address;
        try {
            return new URI(path);
        } catch (URISyntaxException e) {
            LOG.debug("an address with characters that must be encoded", e);
            return URI.create(UriUtils.encodePath(path, StandardCharsets.UTF_8));
        }
    }
}
