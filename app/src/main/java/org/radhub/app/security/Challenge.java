package org.radhub.app.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.radhub.app.web.Problems;
import org.radhub.viewer.StrayTokens;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

/** Answers programs that are not signed in, and offers them what is accepted where they knocked, and nothing else. */
@Component
class Challenge implements AuthenticationEntryPoint {
    private static final String BY_PASSWORD = "Basic realm=\"Radhub\", charset=\"UTF-8\"";
    private static final String BY_TOKEN = "Bearer realm=\"Radhub\"";

    /** No scheme that a browser knows (RFC 9110 11.6.1 asks for one): it leaves the answer to the page. */
    private static final String BY_FORM = "Form realm=\"Radhub\"";

    private final Problems problems;
    private final MetricsAccess metrics;
    private final StrayTokens stray;
    private final boolean demo;

    Challenge(Problems problems, MetricsAccess metrics, StrayTokens stray, @Value("${radhub.demo}") boolean demo) {
        this.problems = problems;
        this.metrics = metrics;
        this.stray = stray;
        this.demo = demo;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        if (failure instanceof AuthenticationServiceException) {
            // Nobody could look whether the password is right: that is not the caller's fault.
            throw new ServletException(failure);
        }
        stray.look(request);
        problems.unauthorized(request, response, offered(request));
    }

    private String offered(HttpServletRequest request) {
        if (metrics.takesTokenAt(request)) {
            return BY_TOKEN;
        }
        return demo && !isFromPage(request) ? BY_PASSWORD : BY_FORM;
    }

    /** To a page's script a browser would show a box for the password, instead of handing it the answer. */
    private static boolean isFromPage(HttpServletRequest request) {
        var mode = request.getHeader("Sec-Fetch-Mode");
        return request.getHeader("X-CSRF-TOKEN") != null || mode != null && !mode.equals("navigate");
    }
}
