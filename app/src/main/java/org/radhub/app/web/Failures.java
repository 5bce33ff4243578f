package org.radhub.app.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What went wrong before or behind every controller: a page for people, problem details (RFC 9457) for programs. */
@Controller
class Failures implements ErrorController {
    private static final List<String> FOR_PROGRAMS =
            List.of("/api", "/dicom-web", "/wado", "/weasis/manifest", "/actuator", "/v3/api-docs");

    private final Problems problems;
    private final List<ErrorViewResolver> views;
    private final Clock clock;

    Failures(Problems problems, List<ErrorViewResolver> views, Clock clock) {
        this.problems = problems;
        this.views = views;
        this.clock = clock;
    }

    @RequestMapping("${server.error.path:/error}")
    ModelAndView show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = status(request);
        var address = address(request);
        if (isForPeople(request, address)) {
            response.setStatus(status.value());
            return page(request, status);
        }
        problems.answer(request, response, status, detail(status), address);
        // Written already: there is no page to show.
        return null;
    }

    private ModelAndView page(HttpServletRequest request, HttpStatus status) {
        Map<String, Object> model = Map.of("timestamp", Date.from(clock.instant()));
        return views.stream()
                .map(view -> view.resolveErrorView(request, status, model))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> new ModelAndView("error", model));
    }

    static boolean isForPeople(HttpServletRequest request, String address) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null
                && accepted.contains("text/html")
                && FOR_PROGRAMS.stream().noneMatch(path -> address.equals(path) || address.startsWith(path + "/"));
    }

    private static String address(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String address
                ? address
                : request.getRequestURI();
    }

    /** Whoever opens this address as such finds nothing there. */
    private static HttpStatus status(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code) {
            return Optional.ofNullable(HttpStatus.resolve(code)).orElse(HttpStatus.INTERNAL_SERVER_ERROR);
        }
        return HttpStatus.NOT_FOUND;
    }

    private static Phrase detail(HttpStatus status) {
        return Phrase.of(
                switch (status) {
                    case BAD_REQUEST -> "app.problem.malformed";
                    case UNAUTHORIZED -> "app.problem.sign-in";
                    case FORBIDDEN -> "app.problem.not-allowed";
                    case NOT_FOUND -> "app.problem.nothing-here";
                    case METHOD_NOT_ALLOWED -> "app.problem.other-method";
                    default -> status.is4xxClientError() ? "app.problem.not-carried-out" : "app.problem.failed";
                });
    }
}
