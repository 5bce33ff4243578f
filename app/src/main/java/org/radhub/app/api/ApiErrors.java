package org.radhub.app.api;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import org.radhub.app.conflicts.ConflictDesk;
import org.radhub.app.language.Phrases;
import org.radhub.app.web.TooLong;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Unavailable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what the hub will not do with problem details (RFC 9457), in the caller's language. */
@RestControllerAdvice(basePackageClasses = ApiErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiErrors {
    private static final String SECONDS_UNTIL_THEN = "10";

    private final Phrases phrases;

    ApiErrors(Phrases phrases) {
        this.phrases = phrases;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refused refused, Locale locale) {
        var status =
                switch (refused.kind()) {
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case INVALID -> HttpStatus.BAD_REQUEST;
                };
        return answer(status, refused.phrase(), locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException unreadable, Locale locale) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLong tooLong) {
                return answer(
                        HttpStatus.CONTENT_TOO_LARGE, Phrase.of("app.problem.too-long", tooLong.most() / 1024), locale);
            }
        }
        return answer(HttpStatus.BAD_REQUEST, Phrase.of("app.problem.unreadable"), locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> lost(BytesLost lost, Locale locale) {
        return answer(HttpStatus.GONE, Phrase.of("viewer.instance-lost"), locale);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(Unavailable unavailable, HttpServletResponse response, Locale locale)
            throws Unavailable {
        if (response.isCommitted()) {
            throw unavailable;
        }
        response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_UNTIL_THEN);
        return answer(HttpStatus.SERVICE_UNAVAILABLE, ConflictDesk.unavailable(unavailable), locale);
    }

    /** Whatever the caller says it accepts: a problem has one form. */
    private ResponseEntity<ProblemDetail> answer(HttpStatus status, Phrase phrase, Locale locale) {
        var problem = ProblemDetail.forStatusAndDetail(status, phrases.say(phrase, locale));
        problem.setType(URI.create("about:blank"));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
