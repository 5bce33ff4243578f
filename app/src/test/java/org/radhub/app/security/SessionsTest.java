package org.radhub.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

class SessionsTest {
    private static final Duration LENGTH = Duration.ofHours(12);

    private Instant start;
    private SessionRepository<Session> sessions;

    /** The next attributes of a session are not written. */
    private boolean breaking;

    private int writes;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void sessionsOfTheHub() {
        var database = TestDatabase.fresh();
        var statements = new JdbcTemplate(database) {
            @Override
            public int[] batchUpdate(String sql, BatchPreparedStatementSetter values) {
                if (breaking) {
                    breaking = false;
                    throw new TransientDataAccessResourceException("the database has gone");
                }
                return super.batchUpdate(sql, values);
            }

            @Override
            public int update(String sql, PreparedStatementSetter values) {
                writes++;
                return super.update(sql, values);
            }
        };
        var repository =
                new JdbcIndexedSessionRepository(statements, new Sessions().springSessionTransactionOperations());
        repository.setTableName("app.session");
        new Sessions().sessionsOfTheHub(LENGTH).customize(repository);
        sessions = (SessionRepository<Session>) (SessionRepository<?>) new SessionUse<>(repository);
    }

    @Test
    void a_request_soon_after_another_asks_the_database_for_no_write() {
        var id = begun();
        writes = 0;

        used(id, start.plusSeconds(59));

        assertThat(writes).isZero();
        assertThat(sessions.findById(id).getLastAccessedTime()).isEqualTo(start);
    }

    @Test
    void a_request_after_a_minute_keeps_the_session_for_its_full_length() {
        var id = begun();
        writes = 0;

        used(id, start.plusSeconds(60));

        assertThat(writes).isEqualTo(1);
        assertThat(sessions.findById(id).getLastAccessedTime()).isEqualTo(start.plusSeconds(60));
    }

    @Test
    void a_sign_in_and_a_new_session_ID_are_written_at_once() {
        var id = begun();
        var session = sessions.findById(id);
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "coordinator");
        var renewed = session.changeSessionId();
        sessions.save(session);

        assertThat(sessions.findById(id)).isNull();
        String signedIn =
                sessions.findById(renewed).getAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME);
        assertThat(signedIn).isEqualTo("coordinator");
    }

    @Test
    void a_sign_in_whose_save_broke_off_half_way_is_saved_when_it_is_tried_again() {
        var session = sessions.createSession();
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "coordinator");
        session.setAttribute("seen", "yes");
        breaking = true;
        assertThatThrownBy(() -> sessions.save(session)).isInstanceOf(TransientDataAccessResourceException.class);

        sessions.save(session);

        String seen = sessions.findById(session.getId()).getAttribute("seen");
        assertThat(seen).isEqualTo("yes");
    }

    private String begun() {
        var session = sessions.createSession();
        start = session.getLastAccessedTime().truncatedTo(ChronoUnit.MILLIS);
        sessions.save(session);
        return session.getId();
    }

    private void used(String id, Instant at) {
        var session = sessions.findById(id);
        session.setLastAccessedTime(at);
        sessions.save(session);
    }
}
