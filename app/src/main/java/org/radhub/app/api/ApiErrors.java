package org.radhub.app.api;

import java.util.Locale;
import org.radhub.app.language.Phrases;
import org.radhub.registry.Refused;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what the hub will not do with problem details (RFC 9457), in the caller's language. */
@RestControllerAdvice(basePackageClasses = ApiErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiErrors {
    private final Phrases phrases;

    ApiErrors(Phrases phrases) {
        this.phrases = phrases;
    }

    @ExceptionHandler
    ProblemDetail refused(Refused refused, Locale locale) {
        var status =
                switch (refused.kind()) {
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case INVALID -> HttpStatus.BAD_REQUEST;
                };
        return ProblemDetail.forStatusAndDetail(status, phrases.say(refused.phrase(), locale));
    }
}
