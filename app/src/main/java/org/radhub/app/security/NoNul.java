package org.radhub.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** No text of the hub holds the character NUL, and the database takes none: whoever asks for one is told so, before anything is looked up. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class NoNul extends OncePerRequestFilter {
    private final Problems problems;

    NoNul(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var query = request.getQueryString();
        if (query != null && query.contains("%00")) {
            problems.badRequest(request, response, "A parameter holds the character NUL (%00).");
        } else {
            chain.doFilter(request, response);
        }
    }
}
