package org.radhub.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.web.util.WebUtils;

/**
 * The page that somebody wanted who has to sign in first. The browser keeps it, in a cookie: whoever only knocks costs the hub no session. It is
 * an address within the hub, whatever the cookie says, and nothing of it is believed but that somebody wants to go there.
 */
class WantedPage implements RequestCache {
    static final String COOKIE = "RADHUB_WANTED";

    private static final Logger LOG = LoggerFactory.getLogger(WantedPage.class);
    private static final Duration KEPT = Duration.ofHours(1);

    /** A browser takes cookies of 4096 bytes, and this one grows by a third. */
    private static final int LONGEST = 2000;

    /** Two slashes would begin another host. */
    private static final Pattern WITHIN = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E]{0," + LONGEST + "}");

    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        var address = address(request);
        if (isPage(request) && WITHIN.matcher(address).matches()) {
            var text =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(StandardCharsets.US_ASCII));
            set(text, KEPT, request, response);
        }
    }

    /** What a person opened in a browser, and not what a page of it fetches. */
    private static boolean isPage(HttpServletRequest request) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        return HttpMethod.GET.matches(request.getMethod())
                && accepted != null
                && accepted.contains("text/html")
                && request.getHeader("HX-Request") == null
                && request.getHeader(Idleness.RENEWAL) == null;
    }

    @Override
    public SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        return wanted(request).map(SimpleSavedRequest::new).orElse(null);
    }

    /** The page is asked for anew, by the browser itself: once it is, the wish is forgotten. */
    @Override
    public HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        if (wanted(request).filter(address(request)::equals).isPresent()) {
            removeRequest(request, response);
        }
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        set("", Duration.ZERO, request, response);
    }

    private static Optional<String> wanted(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, COOKIE))
                .flatMap(cookie -> decoded(cookie.getValue()))
                .filter(address -> WITHIN.matcher(address).matches());
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            LOG.debug("not a page that the hub sent somebody to the sign-in from", e);
            return Optional.empty();
        }
    }

    private static String address(HttpServletRequest request) {
        var path = request.getRequestURI().substring(request.getContextPath().length());
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }

    private static void set(String value, Duration kept, HttpServletRequest request, HttpServletResponse response) {
        var cookie = ResponseCookie.from(COOKIE, value)
                .path(request.getContextPath() + "/")
                .maxAge(kept)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
