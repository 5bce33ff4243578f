package org.radhub.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radhub.registry.Access;
import org.radhub.registry.DeviceTokens;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.viewer.answer.Problem;
import org.radhub.viewer.answer.ProblemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets into DICOMweb and WADO who is signed in (the request's principal), or brings a viewing token as {@code Authorization: Bearer}. Asks
 * anew for each request what the person may see: grants end, and tokens expire. A device with its own token stores, from the addresses
 * that it may call from, and does nothing else: only what asks for a {@link Sender} is open to it.
 */
@Component
class Gate implements HandlerInterceptor {
    /** RFC 9110 11.4: a scheme in letters of either case, one or more spaces, the token. */
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +(\\S+) *");

    private static final String BY_PASSWORD = "Basic realm=\"Radhub\", charset=\"UTF-8\"";
    private static final String BY_TOKEN = "Bearer realm=\"Radhub\"";
    private static final String OF_PERSONS_THEMSELVES = "STOW-RS";

    private final ViewingTokens tokens;
    private final People people;
    private final Access access;
    private final ProblemWriter problems;
    private final DeviceTokens devices;
    private final TokenAlerts alerts;

    /** Whether people sign calls with their passwords. */
    private final boolean passwords;

    Gate(
            ViewingTokens tokens,
            People people,
            Access access,
            ProblemWriter problems,
            DeviceTokens devices,
            TokenAlerts alerts,
            @Value("${radhub.demo:false}") boolean passwords) {
        this.tokens = tokens;
        this.people = people;
        this.access = access;
        this.problems = problems;
        this.devices = devices;
        this.alerts = alerts;
        this.passwords = passwords;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        var entry = enter(request, handler);
        if (entry instanceof Closed closed) {
            problems.write(closed.problem(), request, response);
            return false;
        }
        request.setAttribute(entry.getClass().getName(), entry);
        return true;
    }

    /** @param problem what keeps the request out */
    record Closed(Problem problem) implements Entry {}

    private Entry enter(HttpServletRequest request, Object handler) {
        var stores = asksFor(Sender.class, handler);
        var ofDevice = token(request, DeviceTokens.PREFIX);
        if (ofDevice.isPresent()) {
            return byDevice(ofDevice.get(), stores, request);
        }
        var token = token(request, ViewingTokens.PREFIX);
        var viewing = token.isPresent() ? byToken(token.get()) : bySignIn(request);
        if (viewing.isEmpty()) {
            return new Closed(unauthorized(token.isPresent()));
        }
        return stores ? sender(viewing.get(), token.isPresent()) : viewing.get();
    }

    /** What {@link #preHandle} found out. */
    static <T> T of(HttpServletRequest request, Class<T> type) {
        return type.cast(request.getAttribute(type.getName()));
    }

    private static boolean asksFor(Class<?> type, Object handler) {
        return handler instanceof HandlerMethod method
                && Arrays.stream(method.getMethodParameters())
                        .anyMatch(parameter -> parameter.getParameterType() == type);
    }

    private Entry byDevice(String secret, boolean stores, HttpServletRequest request) {
        var device = devices.holder(secret);
        var from = request.getRemoteAddr();
        if (device.isEmpty()) {
            alerts.ended(devices.issued(secret), from);
            return new Closed(invalid("viewer.device-token-ended"));
        }
        if (!stores) {
            alerts.misused(device.get(), from, use(request));
            return new Closed(new Problem(HttpStatus.FORBIDDEN, "viewer.device-only-stores"));
        }
        if (!device.get().mayCallFrom(from)) {
            alerts.elsewhere(device.get(), from);
            return new Closed(new Problem(HttpStatus.FORBIDDEN, "viewer.device-elsewhere"));
        }
        return new Sender(
                device.get().aeTitle(), device.get().site(), device.get().aeTitle());
    }

    private static Entry sender(Viewing viewing, boolean byToken) {
        var person = viewing.person();
        return byToken || !person.is(Role.DOCTOR) && !person.is(Role.ADMIN)
                ? new Closed(new Problem(HttpStatus.FORBIDDEN, "viewer.may-not-store"))
                : new Sender(person.id(), person.site(), OF_PERSONS_THEMSELVES);
    }

    static String use(HttpServletRequest request) {
        return "for " + request.getMethod() + " " + request.getRequestURI();
    }

    static Optional<String> token(HttpServletRequest request, String prefix) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1))
                .filter(token -> token.startsWith(prefix));
    }

    private Optional<Viewing> byToken(String text) {
        return tokens.images(text).flatMap(token -> people.find(token.person())
                .map(person -> new Viewing(person, narrowed(person, token), "token " + token.name())));
    }

    private Scope narrowed(Person person, ViewingToken token) {
        var now = access.scopeOf(person);
        var still = token.studies().stream().filter(now::includes).collect(Collectors.toUnmodifiableSet());
        return new Scope(false, java.util.Set.of(), still);
    }

    private Optional<Viewing> bySignIn(HttpServletRequest request) {
        return Optional.ofNullable(request.getUserPrincipal())
                .flatMap(principal -> people.find(principal.getName()))
                .filter(Person::enabled)
                .map(person -> new Viewing(person, access.scopeOf(person), "sign-in"));
    }

    /** A viewer with a token that has ended must not have its browser ask for a password. */
    private Problem unauthorized(boolean broughtToken) {
        return broughtToken
                ? invalid("viewer.token-ended")
                : new Problem(HttpStatus.UNAUTHORIZED, "viewer.sign-in")
                        .with(HttpHeaders.WWW_AUTHENTICATE, passwords ? BY_PASSWORD : BY_TOKEN);
    }

    private static Problem invalid(String key) {
        return new Problem(HttpStatus.UNAUTHORIZED, key)
                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Radhub\", error=\"invalid_token\"");
    }
}
