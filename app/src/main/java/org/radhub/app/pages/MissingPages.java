package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Shows people who follow a dead link a page, and leaves programs their problem details. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingPages {
    private final Framing framing;

    MissingPages(Framing framing) {
        this.framing = framing;
    }

    @ExceptionHandler
    ModelAndView missing(NoResourceFoundException missing, HttpServletRequest request) throws NoResourceFoundException {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        if (accepted == null || !accepted.contains("text/html")) {
            throw missing;
        }
        return Refusals.missing(framing.frame(request));
    }
}
