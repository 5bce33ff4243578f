package org.radhub.app.security;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/** Sign-ins live in the database: a restart signs nobody out, and any process of the hub may answer. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcHttpSession(tableName = "app.session")
class Sessions {
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionLength(
            @Value("${radhub.http.session-length:12h}") Duration length) {
        return sessions -> sessions.setDefaultMaxInactiveInterval(length);
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
