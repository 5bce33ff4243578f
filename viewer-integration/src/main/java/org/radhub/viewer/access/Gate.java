package org.radhub.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.radhub.registry.Access;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Scope;
import org.radhub.viewer.answer.Problem;
import org.radhub.viewer.answer.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets into DICOMweb and WADO who is signed in (the request's principal), or brings a viewing token as {@code Authorization: Bearer}. Asks
 * anew for each request what the person may see: grants end, and tokens expire.
 */
@Component
class Gate implements HandlerInterceptor {
    private static final String BEARER = "Bearer ";

    private final ViewingTokens tokens;
    private final People people;
    private final Access access;
    private final ProblemWriter problems;

    Gate(ViewingTokens tokens, People people, Access access, ProblemWriter problems) {
        this.tokens = tokens;
        this.people = people;
        this.access = access;
        this.problems = problems;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        var token = token(request);
        var viewing = token.isPresent() ? byToken(token.get()) : bySignIn(request);
        if (viewing.isEmpty()) {
            problems.write(unauthorized(token.isPresent()), request, response);
            return false;
        }
        request.setAttribute(Viewing.class.getName(), viewing.get());
        return true;
    }

    /** What {@link #preHandle} found out. */
    static Viewing of(HttpServletRequest request) {
        return (Viewing) request.getAttribute(Viewing.class.getName());
    }

    private static Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.startsWith(BEARER + ViewingTokens.PREFIX))
                .map(header -> header.substring(BEARER.length()).strip());
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
                .map(person -> new Viewing(person, access.scopeOf(person), "sign-in"));
    }

    /** A viewer with a token that has ended must not have its browser ask for a password. */
    private static Problem unauthorized(boolean broughtToken) {
        return broughtToken
                ? new Problem(HttpStatus.UNAUTHORIZED, "viewer.token-ended")
                        .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Radhub\", error=\"invalid_token\"")
                : new Problem(HttpStatus.UNAUTHORIZED, "viewer.sign-in")
                        .with(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Radhub\", charset=\"UTF-8\"");
    }
}
