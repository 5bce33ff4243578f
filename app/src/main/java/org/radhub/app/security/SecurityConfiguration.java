package org.radhub.app.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.radhub.app.web.Problems;
import org.radhub.registry.Role;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Pages by form login; the API by the same sessions, or in the demo by HTTP Basic. What viewers ask for (DICOMweb, manifests) is let through
 * to viewer-integration, which checks tokens and people itself.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {
    private static final String PAGES_MAY_LOAD = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    /** A request is timed as a whole: to time each of its filters took longer than most of them take. */
    @Bean
    SecurityObservationSettings requestsAsAWhole() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain machines(
            HttpSecurity http,
            @Value("${radhub.demo}") boolean demo,
            Problems problems,
            Challenge challenge,
            MetricsAccess metrics)
            throws Exception {
        http.securityMatcher("/api/**", "/dicom-web/**", "/wado", "/weasis/**", "/actuator/**", "/v3/api-docs/**")
                .authorizeHttpRequests(paths -> paths.requestMatchers("/actuator/health/**")
                        .permitAll()
                        .requestMatchers(MetricsAccess.ADDRESS)
                        .access(metrics)
                        .requestMatchers("/actuator/**")
                        .hasRole(Role.ADMIN.name())
                        .requestMatchers("/dicom-web/**", "/wado", "/weasis/manifest/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SESSION_CHANGES_STATE))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(challenge).accessDeniedHandler(problems))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .sessionManagement(SecurityConfiguration::begunByPagesAlone);
        if (demo) {
            http.httpBasic(basic -> basic.authenticationEntryPoint(challenge));
        }
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain viewer(HttpSecurity http) throws Exception {
        // The web viewer brings WebAssembly, workers and inline styles; its own module says what it may load.
        return http.securityMatcher("/viewer/**")
                .authorizeHttpRequests(paths -> paths.anyRequest().permitAll())
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin)
                        .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .sessionManagement(SecurityConfiguration::begunByPagesAlone)
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        var wanted = new WantedPage();
        return http.authorizeHttpRequests(paths -> paths.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(
                                "/login", "/css/**", "/js/**", "/icons/**", "/webjars/**", "/favicon.ico", "/error")
                        .permitAll()
                        .requestMatchers("/worklist/**")
                        .hasAnyRole(Role.READER.name(), Role.SENIOR.name())
                        .requestMatchers("/studies/**")
                        .hasRole(Role.DOCTOR.name())
                        .requestMatchers("/board/**")
                        .hasRole(Role.COORDINATOR.name())
                        .requestMatchers("/devices/**")
                        .hasRole(Role.ADMIN.name())
                        .requestMatchers("/arrivals/**")
                        .hasAnyRole(Role.ADMIN.name(), Role.COORDINATOR.name(), Role.DOCTOR.name())
                        .requestMatchers("/conflicts/**")
                        .hasAnyRole(
                                Role.ADMIN.name(),
                                Role.COORDINATOR.name(),
                                Role.DOCTOR.name(),
                                Role.READER.name(),
                                Role.SENIOR.name())
                        .requestMatchers("/sending/**")
                        .hasAnyRole(Role.ADMIN.name(), Role.COORDINATOR.name())
                        .requestMatchers("/audit/**")
                        .hasRole(Role.AUDITOR.name())
                        .requestMatchers("/start/**")
                        .hasAnyRole(Role.ADMIN.name(), Role.COORDINATOR.name())
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/login")
                        .successHandler(backToWhereTheyWere(wanted))
                        .permitAll())
                .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(PAGES_MAY_LOAD))
                        .frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
                .csrf(csrf -> csrf.csrfTokenRepository(new FormTokens()))
                .requestCache(cache -> cache.requestCache(wanted))
                .build();
    }

    /** Who signed in by the form may call; calls begin no session. */
    private static void begunByPagesAlone(SessionManagementConfigurer<HttpSecurity> sessions) {
        sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER);
    }

    private static SavedRequestAwareAuthenticationSuccessHandler backToWhereTheyWere(RequestCache wanted) {
        var handler = new SavedRequestAwareAuthenticationSuccessHandler();
        handler.setRequestCache(wanted);
        handler.setRedirectStrategy(new WithinTheHub());
        return handler;
    }

    /**
     * Only who is signed in by a session can be made to ask for something by a page of somebody else's. Who brings other credentials was not
     * made to, and who brings none is asked for them.
     */
    private static final RequestMatcher SESSION_CHANGES_STATE =
            request -> CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request)
                    && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                    && isSignedInBySession(request);

    private static boolean isSignedInBySession(HttpServletRequest request) {
        var session = request.getSession(false);
        return session != null
                && session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY) != null;
    }
}
