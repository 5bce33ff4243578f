package org.radhub.app.security;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.session.Session;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.transaction.support.TransactionOperations;

/** Sign-ins live in the database: a restart signs nobody out, and any process of the hub may answer. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcHttpSession(tableName = "app.session")
class Sessions {
    /** A save that failed between the session and its attributes is repeated. */
    private static final String CREATE = """
            insert into app.session
                (primary_id, session_id, creation_time, last_access_time, max_inactive_interval, expiry_time, principal_name)
            values (?, ?, ?, ?, ?, ?, ?) on conflict (primary_id) do nothing
            """;

    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionsOfTheHub(
            @Value("${radhub.http.session-length:12h}") Duration length) {
        return sessions -> {
            sessions.setDefaultMaxInactiveInterval(length);
            sessions.setCreateSessionQuery(CREATE);
        };
    }

    /** Several requests of one new sign-in come at once and each remembers something: the last one holds, and none fails. */
    @Bean
    PostgreSqlJdbcIndexedSessionRepositoryCustomizer attributesOfManyRequests() {
        return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }

    /** Of the repository, and in its place wherever sessions are asked for. */
    @Bean
    @Primary
    SessionReadOnce<? extends Session> sessionReadOnce(JdbcIndexedSessionRepository sessions) {
        return new SessionReadOnce<>(new SessionUse<>(sessions));
    }

    @Bean
    FilterRegistrationBean<?> sessionReadOnceScope(SessionReadOnce<?> sessions) {
        var scope = new FilterRegistrationBean<>(sessions.new Scope());
        scope.setOrder(SessionRepositoryFilter.DEFAULT_ORDER - 1);
        return scope;
    }

    /**
     * Every statement commits by itself. A request finds its session and says that it was used: two transactions would be two more waits for
     * the database. Where a process is killed between a new session's row and what is in it, nobody is signed in there.
     */
    @Bean(defaultCandidate = false)
    TransactionOperations springSessionTransactionOperations() {
        return TransactionOperations.withoutTransaction();
    }

    /** Between the filter that finds the session and those that look who is signed in. */
    @Bean
    FilterRegistrationBean<Idleness> idleness(
            Clock clock, @Value("${radhub.http.session-length:12h}") Duration longest) {
        var filter = new FilterRegistrationBean<>(new Idleness(clock, longest));
        filter.setOrder(SessionRepositoryFilter.DEFAULT_ORDER + 1);
        return filter;
    }

    @Bean
    CookieSerializer sessionCookie() {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName("RADHUB_SESSION");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        return cookie;
    }
}
