package org.radhub.app.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Sessions whose use is written once a minute. Each request says that its session was used now: else every page and every image would wait for a
 * write to the disk, or at least for the question whether one is due.
 */
final class SessionUse<S extends Session> implements SessionRepository<SessionUse.Used<S>> {
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private final SessionRepository<S> sessions;

    SessionUse(SessionRepository<S> sessions) {
        this.sessions = sessions;
    }

    @Override
    public Used<S> createSession() {
        return new Used<>(sessions.createSession());
    }

    @Override
    public void save(Used<S> session) {
        sessions.save(session.kept);
    }

    @Override
    public Used<S> findById(String id) {
        var found = sessions.findById(id);
        return found == null ? null : new Used<>(found);
    }

    @Override
    public void deleteById(String id) {
        sessions.deleteById(id);
    }

    /** A session that was used, as far as is kept of that. */
    static final class Used<S extends Session> implements Session {
        private final S kept;

        private Used(S kept) {
            this.kept = kept;
        }

        @Override
        public void setLastAccessedTime(Instant now) {
            if (!now.isBefore(kept.getLastAccessedTime().plus(PRECISION))) {
                kept.setLastAccessedTime(now);
            }
        }

        /** At most a minute too early. */
        @Override
        public Instant getLastAccessedTime() {
            return kept.getLastAccessedTime();
        }

        @Override
        public String getId() {
            return kept.getId();
        }

        @Override
        public String changeSessionId() {
            return kept.changeSessionId();
        }

        @Override
        public <T> T getAttribute(String name) {
            return kept.getAttribute(name);
        }

        @Override
        public Set<String> getAttributeNames() {
            return kept.getAttributeNames();
        }

        @Override
        public void setAttribute(String name, Object value) {
            kept.setAttribute(name, value);
        }

        @Override
        public void removeAttribute(String name) {
            kept.removeAttribute(name);
        }

        @Override
        public Instant getCreationTime() {
            return kept.getCreationTime();
        }

        @Override
        public void setMaxInactiveInterval(Duration interval) {
            kept.setMaxInactiveInterval(interval);
        }

        @Override
        public Duration getMaxInactiveInterval() {
            return kept.getMaxInactiveInterval();
        }

        @Override
        public boolean isExpired() {
            return kept.isExpired();
        }
    }
}
