package org.radhub.app.security;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.radhub.registry.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Who may read the metrics: programs at listed addresses, those that bring the token, and administrators. They name devices and hospitals, and
 * show how much each of them sends.
 */
@Component
class MetricsAccess implements AuthorizationManager<RequestAuthorizationContext> {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsAccess.class);
    static final String ADDRESS = "/actuator/prometheus";

    private static final String BEARER = "Bearer ";
    private static final int SHORTEST_TOKEN = 16;

    private final List<IpAddressMatcher> addresses;
    private final Optional<byte[]> token;

    /**
     * @param addresses IP addresses or CIDR ranges
     * @param token empty: there is none
     */
    MetricsAccess(
            @Value("${radhub.metrics.open-to:127.0.0.0/8,::1/128}") List<String> addresses,
            @Value("${radhub.metrics.token:}") String token) {
        if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "radhub.metrics.token must have at least " + SHORTEST_TOKEN + " characters");
        }
        this.addresses = addresses.stream()
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(IpAddressMatcher::new)
                .toList();
        this.token = Optional.of(token).filter(one -> !one.isEmpty()).map(MetricsAccess::bytes);
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends Authentication> who, RequestAuthorizationContext context) {
        var request = context.getRequest();
        return new AuthorizationDecision(
                isListed(request.getRemoteAddr()) || bringsToken(request) || isAdministrator(who.get()));
    }

    /** Whether this asks for the metrics, and there is a token for them. */
    boolean takesTokenAt(HttpServletRequest request) {
        return token.isPresent() && request.getRequestURI().equals(ADDRESS);
    }

    /** What a proxy passes on as the caller's address need not be one. */
    private boolean isListed(String address) {
        try {
            return addresses.stream().anyMatch(range -> range.matches(address));
        } catch (IllegalArgumentException e) {
            LOG.debug("the metrics are asked for from nowhere", e);
            return false;
        }
    }

    private boolean bringsToken(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && token.filter(mine -> MessageDigest.isEqual(
                                mine, bytes(header.substring(BEARER.length()).strip())))
                        .isPresent();
    }

    private static boolean isAdministrator(Authentication who) {
        return who != null
                && who.getAuthorities().stream()
                        .anyMatch(authority -> ("ROLE_" + Role.ADMIN).equals(authority.getAuthority()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
