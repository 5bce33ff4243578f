package org.radhub.app.gallery;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import javax.sql.DataSource;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The pages over a sample region that shows every state. Started by {@link #main} it is a place to look at them: {@code ?as=reader1} on any
 * address signs in.
 */
@EnableAutoConfiguration
@Import({SamplePeople.class, SampleModules.class, SampleOutgoing.class, SampleConflicts.class})
@ComponentScan({
    "org.radhub.app.arrivals",
    "org.radhub.app.conflicts",
    "org.radhub.app.devices",
    "org.radhub.app.pages",
    "org.radhub.app.language",
    "org.radhub.app.people",
    "org.radhub.app.process",
    "org.radhub.registry",
    "org.radhub.audit"
})
public class Gallery {
    public static void main(String[] args) {
        SpringApplication.run(
                Gallery.class,
                "--server.port=8099",
                "--radhub.demo=true",
                "--spring.flyway.enabled=false",
                "--management.endpoint.health.validate-group-membership=false",
                "--spring.thymeleaf.prefix=file:src/main/resources/templates/",
                "--spring.thymeleaf.cache=false",
                "--spring.web.resources.static-locations=file:src/main/resources/static/");
    }

    @Bean
    DataSource database() {
        return TestDatabase.fresh();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SampleCases cases(Clock clock, MessageSource messages) {
        ((ResourceBundleMessageSource) messages).addBasenames("sample");
        return new SampleCases(clock.instant());
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(paths -> paths.anyRequest().permitAll())
                .formLogin(form -> form.loginPage("/login"))
                .headers(
                        headers -> headers.contentSecurityPolicy(
                                csp -> csp.policyDirectives(
                                        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'")))
                .addFilterBefore(new SignInByParameter(), LogoutFilter.class)
                .build();
    }

    private static final class SignInByParameter extends OncePerRequestFilter {
        private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            var as = request.getParameter("as");
            if (as != null) {
                var context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(as, "", java.util.List.of()));
                SecurityContextHolder.setContext(context);
                sessions.saveContext(context, request, response);
            }
            chain.doFilter(request, response);
        }
    }
}
