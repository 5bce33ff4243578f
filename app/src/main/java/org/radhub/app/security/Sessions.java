package org.radhub.app.security;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Sign-ins live in the database: a restart signs nobody out, and any process of the hub may answer. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcHttpSession(tableName = "app.session")
class Sessions {
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionLength(
            @Value("${radhub.http.session-length:12h}") Duration length) {
        return sessions -> sessions.setDefaultMaxInactiveInterval(length);
    }

    /** Several requests of one new sign-in come at once and each remembers something: the last one holds, and none fails. */
    @Bean
    PostgreSqlJdbcIndexedSessionRepositoryCustomizer attributesOfManyRequests() {
        return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
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
