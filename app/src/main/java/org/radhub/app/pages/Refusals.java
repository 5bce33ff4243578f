package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.radhub.app.language.Phrases;
import org.radhub.registry.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.UriUtils;

/**
 * Says what cannot be done where the person is: beside the form that asked, when htmx asked; on the page that the form was on; or as a page of
 * its own, when an address was opened.
 */
@ControllerAdvice(basePackageClasses = Refusals.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class Refusals {
    /** Percent-encoded UTF-8 text for the person who asked. */
    static final String PROBLEM = "X-Radhub-Problem";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Phrases phrases;
    private final Framing framing;

    Refusals(Phrases phrases, Framing framing) {
        this.phrases = phrases;
        this.framing = framing;
    }

    @ExceptionHandler
    ModelAndView refused(Refused refused, Locale locale, HttpServletRequest request, HttpServletResponse response) {
        var text = phrases.say(refused.phrase(), locale);
        var status =
                switch (refused.kind()) {
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
                };
        if (request.getHeader("HX-Request") != null) {
            response.setStatus(status.value());
            response.setHeader(PROBLEM, UriUtils.encode(text, StandardCharsets.UTF_8));
            return new ModelAndView();
        }
        if (!request.getMethod().equals("GET") && refused.kind() != Refused.Kind.NOT_FOUND) {
            RequestContextUtils.getOutputFlashMap(request).put("problem", text);
            var back = new ModelAndView("redirect:" + cameFrom(request));
            RequestContextUtils.saveOutputFlashMap(cameFrom(request), request, response);
            return back;
        }
        // An answer to an exception passes the interceptors by, so it brings its own frame.
        return new ModelAndView(
                "refused",
                Map.of("text", text, "missing", status == HttpStatus.NOT_FOUND, "frame", framing.frame(request)),
                status);
    }

    /** An address or a form that no page of the hub makes. */
    @ExceptionHandler({
        MethodArgumentTypeMismatchException.class,
        ServletRequestBindingException.class,
        HttpRequestMethodNotSupportedException.class
    })
    ModelAndView misshapen(Exception misshapen, HttpServletRequest request) {
        LOG.debug("not understood: {}", misshapen.getMessage());
        return missing(framing.frame(request));
    }

    /** Nothing at this address: as a page for people, besides the problem details that programs get. */
    static ModelAndView missing(Frame frame) {
        return new ModelAndView("error/404", Map.of("frame", frame), HttpStatus.NOT_FOUND);
    }

    /** The page of this hub that the form was on. */
    private static String cameFrom(HttpServletRequest request) {
        var referer = request.getHeader(HttpHeaders.REFERER);
        if (referer == null) {
            return "/";
        }
        try {
            var from = new URI(referer);
            var here = request.getHeader(HttpHeaders.HOST);
            var path = from.getRawPath();
            if (from.getRawAuthority() != null
                    && from.getRawAuthority().equals(here)
                    && path != null
                    && path.startsWith("/")
                    && !path.startsWith("//")) {
                return path.substring(request.getContextPath().length());
            }
        } catch (URISyntaxException e) {
            LOG.debug("not an address to go back to: {}", referer.length(), e);
        }
        return "/";
    }
}
