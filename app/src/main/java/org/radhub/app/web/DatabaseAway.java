package org.radhub.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.radhub.app.database.Missed;
import org.radhub.app.pages.AwayPage;
import org.radhub.registry.Phrase;
import org.radhub.registry.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks whoever comes while the database is away to come again, wherever in the request it was missed: by the session, the sign-in, a gate or
 * a controller. The log says so once, and not for each request.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class DatabaseAway extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAway.class);
    private static final String SECONDS_UNTIL_THEN = "10";
    private static final Duration OVER_AFTER = Duration.ofMinutes(1);

    private final Problems problems;
    private final AwayPage page;
    private final Trouble trouble = new Trouble(LOG, "requests are answered with 503, since the database is away");

    DatabaseAway(Problems problems, AwayPage page) {
        this.problems = problems;
        this.page = page;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
            trouble.passedUnlessMetWithin(OVER_AFTER);
        } catch (IOException | ServletException | RuntimeException e) {
            if (response.isCommitted() || !Missed.isMissed(e)) {
                throw e;
            }
            trouble.met(e);
            answer(request, response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        response.reset();
        response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_UNTIL_THEN);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (Failures.isForPeople(request, request.getRequestURI())) {
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            page.show(request, response);
        } else {
            problems.answer(request, response, HttpStatus.SERVICE_UNAVAILABLE, Phrase.of("app.problem.database-away"));
        }
    }
}
