package org.radhub.viewer.answer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Breaks an answer off that has begun to leave and whose stored bytes end early. Spring takes an EOFException for a client that has gone, and
 * would end the answer as if it were whole: the client would wait for the rest, or not notice that there is one.
 */
@Component
class BrokenOff implements HandlerExceptionResolver, Ordered {
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, Object handler, Exception failure) {
        if (failure instanceof EOFException && response.isCommitted()) {
            throw new UncheckedIOException(new IOException("stored bytes end early: " + failure.getMessage()));
        }
        return null;
    }
}
