package org.radhub.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a sign-in in which nobody has done anything for so long. A page that renews itself says so ({@code X-Radhub-Renewal}) and is nobody
 * doing something: else a browser left open would keep its person signed in for ever.
 */
class Idleness extends OncePerRequestFilter {
    static final String RENEWAL = "X-Radhub-Renewal";
    static final String ACTIVE_AT = "radhub.active-at";

    /** Written no more often than this, so that not every request is a write to the database. */
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final Clock clock;
    private final Duration longest;

    /** @param longest how long nobody may do anything; the sign-in ends at most a minute earlier */
    Idleness(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var session = request.getSession(false);
        if (session != null) {
            mind(session, request.getHeader(RENEWAL) != null);
        }
        chain.doFilter(request, response);
    }

    private void mind(HttpSession session, boolean renewal) {
        var now = clock.instant();
        var active = (Instant) session.getAttribute(ACTIVE_AT);
        if (active != null && active.plus(longest).isBefore(now)) {
            session.invalidate();
        } else if (active == null || !renewal && active.plus(PRECISION).isBefore(now)) {
            session.setAttribute(ACTIVE_AT, now);
        }
    }
}
