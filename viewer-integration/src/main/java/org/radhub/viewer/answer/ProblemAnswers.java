package org.radhub.viewer.answer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import org.radhub.registry.Refused;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Unavailable;
import org.radhub.viewer.frames.Malformed;
import org.radhub.viewer.pixels.Busy;
import org.radhub.viewer.pixels.Undecodable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns what this module's controllers throw into problem details, as long as nothing has left (see {@link BrokenOff}). */
@RestControllerAdvice(basePackages = "org.radhub.viewer")
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    private final ProblemWriter writer;

    ProblemAnswers(ProblemWriter writer) {
        this.writer = writer;
    }

    @ExceptionHandler
    void problem(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(problem, request, response);
    }

    @ExceptionHandler
    void refused(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(refused, request, response);
    }

    @ExceptionHandler
    void malformed(Malformed malformed, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LOG.warn("a stored instance is malformed: {}", malformed.getMessage());
        writer.write(new Problem(HttpStatus.NOT_FOUND, "viewer.frames-unreadable"), request, response);
    }

    @ExceptionHandler
    void lost(BytesLost lost, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LOG.info("not to be had: {}", lost.getMessage());
        writer.write(new Problem(HttpStatus.GONE, "viewer.instance-lost"), request, response);
    }

    @ExceptionHandler
    void cutShort(EOFException end, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LOG.error("what was asked for cannot be read: {}", end.getMessage());
        writer.write(new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "viewer.instance-unreadable"), request, response);
    }

    @ExceptionHandler
    void undecodable(Undecodable undecodable, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.info("a stored instance cannot be decoded: {}", undecodable.getMessage(), undecodable.getCause());
        writer.write(Problem.notAcceptable("viewer.undecodable"), request, response);
    }

    @ExceptionHandler
    void busy(Busy busy, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var problem = new Problem(HttpStatus.SERVICE_UNAVAILABLE, "viewer.busy").with(HttpHeaders.RETRY_AFTER, "2");
        writer.write(problem, request, response);
    }

    @ExceptionHandler
    void unavailable(Unavailable unavailable, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.info("what was asked for is not to be had now: {}", unavailable.getMessage());
        var why =
                switch (unavailable.why()) {
                    case OTHER_SPOOL -> "viewer.other-spool";
                    case OBJECT_STORE -> "viewer.store-away";
                };
        writer.write(
                new Problem(HttpStatus.SERVICE_UNAVAILABLE, why).with(HttpHeaders.RETRY_AFTER, "10"),
                request,
                response);
    }
}
