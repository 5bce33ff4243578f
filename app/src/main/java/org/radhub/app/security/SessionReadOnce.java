package org.radhub.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sessions that are not read again by the request that has saved them. Spring Session does so at the end of each request whose answer has
 * begun to leave, to know whether the session is still there: one question to the database for each page and each image that is looked at.
 */
final class SessionReadOnce<S extends Session> implements SessionRepository<S> {
    private final SessionRepository<S> sessions;
    private final ThreadLocal<Request<S>> request = new ThreadLocal<>();

    private static final class Request<S> {
        private S saved;
    }

    SessionReadOnce(SessionRepository<S> sessions) {
        this.sessions = sessions;
    }

    @Override
    public S createSession() {
        return sessions.createSession();
    }

    @Override
    public void save(S session) {
        sessions.save(session);
        if (request.get() != null) {
            request.get().saved = session;
        }
    }

    @Override
    public S findById(String id) {
        var saved = request.get() == null ? null : request.get().saved;
        return saved != null && saved.getId().equals(id) ? saved : sessions.findById(id);
    }

    @Override
    public void deleteById(String id) {
        if (request.get() != null) {
            request.get().saved = null;
        }
        sessions.deleteById(id);
    }

    /** Around all that asks for sessions: what is remembered is forgotten when the request is over. */
    final class Scope extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest asked, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            request.set(new Request<>());
            try {
                chain.doFilter(asked, response);
            } finally {
                request.remove();
            }
        }
    }
}
