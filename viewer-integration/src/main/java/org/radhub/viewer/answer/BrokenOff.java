package org.radhub.viewer.answer;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Breaks an answer off that has begun to leave and cannot be ended. Spring takes whatever was caused by an EOFException, or by a connection
 * that broke, for a client that has gone, also where it was the object store's, and would end the answer as if it were whole: the client
 * would wait for the rest, or not notice that there is one.
 */
@Component
class BrokenOff implements HandlerExceptionResolver, Ordered {
    /** Of the server and of Spring. By name, as these are not of this module. */
    private static final Set<String> CLIENT_HAS_GONE = Set.of("ClientAbortException", "AsyncRequestNotUsableException");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, Object handler, Exception failure) {
        if (clientHasGone(failure)) {
            return new ModelAndView();
        }
        // The server includes its error page in what is broken already, and that fails here once more.
        if (response.isCommitted() && request.getDispatcherType() == DispatcherType.REQUEST) {
            // Without its cause, which would be looked at again.
            var broken = new IOException("an answer breaks off: " + failure);
            broken.addSuppressed(failure);
            throw new UncheckedIOException(broken);
        }
        return null;
    }

    private static boolean clientHasGone(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (CLIENT_HAS_GONE.contains(cause.getClass().getSimpleName())) {
                return true;
            }
        }
        return false;
    }
}
