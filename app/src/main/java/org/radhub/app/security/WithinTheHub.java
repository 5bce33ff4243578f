package org.radhub.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.security.web.RedirectStrategy;

/**
 * Sends a browser on to a page of the hub by its path alone: the host that a request names was written by whoever made the request, and the
 * browser knows where it is.
 */
class WithinTheHub implements RedirectStrategy {
    private static final Pattern ORIGIN = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*");
    private static final Pattern SLASHES = Pattern.compile("^[/\\\\]*");

    @Override
    public void sendRedirect(HttpServletRequest request, HttpServletResponse response, String url) throws IOException {
        var origin = ORIGIN.matcher(url);
        var path = origin.find() ? url.substring(origin.end()) : request.getContextPath() + url;
        // Two slashes would begin another host.
        response.sendRedirect(response.encodeRedirectURL(SLASHES.matcher(path).replaceFirst("/")));
    }
}
