package org.radhub.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.radhub.registry.Phrase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks at a request's parameters before anybody else does: whoever sends text that is no UTF-8 is told so. No text of the hub holds the
 * character NUL, and the database takes none, so none is looked for. Behind the filter that says which encoding is meant.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class WellFormed extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(WellFormed.class);

    private final Problems problems;
    private final DataSize longestForm;

    WellFormed(Problems problems, @Value("${server.tomcat.max-http-form-post-size}") DataSize longestForm) {
        this.problems = problems;
        this.longestForm = longestForm;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Map<String, String[]> parameters;
        try {
            parameters = request.getParameterMap();
        } catch (IllegalStateException e) {
            LOG.debug("parameters that cannot be read", e);
            if (e instanceof InvalidParameterException invalid
                    && invalid.getErrorCode() == HttpStatus.CONTENT_TOO_LARGE.value()) {
                var most = Phrase.of("app.problem.too-long", longestForm.toKilobytes());
                problems.answer(request, response, HttpStatus.CONTENT_TOO_LARGE, most);
            } else {
                problems.answer(request, response, HttpStatus.BAD_REQUEST, Phrase.of("app.problem.parameters"));
            }
            return;
        }
        if (parameters.entrySet().stream().anyMatch(WellFormed::holdsNul)) {
            problems.answer(request, response, HttpStatus.BAD_REQUEST, Phrase.of("app.problem.nul"));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean holdsNul(Map.Entry<String, String[]> parameter) {
        return parameter.getKey().indexOf('\0') >= 0
                || Arrays.stream(parameter.getValue()).anyMatch(value -> value.indexOf('\0') >= 0);
    }
}
