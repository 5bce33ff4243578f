package org.radhub.app.pages;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.radhub.app.conflicts.ConflictDesk;
import org.radhub.app.language.Names;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.WebUtils;

/** Puts the {@link Frame} around every view, error pages included, and keeps the chosen theme in a cookie. */
@Component
class Framing implements HandlerInterceptor {
    private static final String THEME_COOKIE = "radhub-theme";
    private static final Set<String> THEMES = Set.of("light", "dark", "auto");

    private final SignedIn signedIn;
    private final Names names;
    private final ConflictDesk conflicts;

    Framing(SignedIn signedIn, Names names, ConflictDesk conflicts) {
        this.signedIn = signedIn;
        this.names = names;
        this.conflicts = conflicts;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var asked = request.getParameter("theme");
        if (asked != null && THEMES.contains(asked)) {
            var cookie = ResponseCookie.from(THEME_COOKIE, asked)
                    .path("/")
                    .maxAge(Duration.ofDays(365))
                    .sameSite("Lax")
                    .build();
            response.addHeader("Set-Cookie", cookie.toString());
        }
        return true;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, ModelAndView answer) {
        if (answer == null
                || (answer.getViewName() != null && answer.getViewName().startsWith("redirect:"))) {
            return;
        }
        answer.addObject("frame", frame(request));
    }

    Frame frame(HttpServletRequest request) {
        var locale = RequestContextUtils.getLocale(request);
        var person = Optional.ofNullable(request.getUserPrincipal()).flatMap(signedIn::find);
        return new Frame(
                locale.getLanguage().equals("zh") ? "zh-CN" : "en",
                theme(request),
                person.map(someone -> badge(someone, locale)).orElse(Frame.Badge.NOBODY),
                person.map(someone -> navigation(someone, path(request))).orElse(List.of()),
                otherLanguage(request, locale));
    }

    private Frame.Badge badge(Person person, Locale locale) {
        return new Frame.Badge(person.id(), names.of(person, locale), names.ofSite(person.site(), locale));
    }

    private List<Frame.Item> navigation(Person person, String path) {
        var items = new ArrayList<Frame.Item>();
        if (person.is(Role.READER) || person.is(Role.SENIOR)) {
            items.add(item("app.nav.worklist", "/worklist", path));
        }
        if (person.is(Role.DOCTOR)) {
            items.add(item("app.nav.studies", "/studies", path));
        }
        if (person.is(Role.COORDINATOR)) {
            items.add(item("app.nav.board", "/board", path));
        }
        if (person.is(Role.ADMIN) || person.is(Role.COORDINATOR) || person.is(Role.DOCTOR)) {
            items.add(item("app.nav.arrivals", "/arrivals", path));
            items.add(item("app.nav.conflicts", "/conflicts", path, () -> conflicts.open(person)));
        }
        if (person.is(Role.ADMIN)) {
            items.add(item("app.nav.devices", "/devices", path));
        }
        if (person.is(Role.ADMIN) || person.is(Role.COORDINATOR)) {
            items.add(item("app.nav.sending", "/sending", path));
            items.add(item("app.nav.start", "/start", path));
        }
        if (person.is(Role.AUDITOR)) {
            items.add(item("app.nav.audit", "/audit", path));
        }
        return items;
    }

    private static Frame.Item item(String key, String href, String path) {
        return item(key, href, path, () -> 0);
    }

    private static Frame.Item item(String key, String href, String path, LongSupplier waiting) {
        return new Frame.Item(key, href, path.equals(href) || path.startsWith(href + "/"), waiting);
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    private static String theme(HttpServletRequest request) {
        var asked = request.getParameter("theme");
        if (asked != null && THEMES.contains(asked)) {
            return asked;
        }
        return Optional.ofNullable(WebUtils.getCookie(request, THEME_COOKIE))
                .map(Cookie::getValue)
                .filter(THEMES::contains)
                .orElse("auto");
    }

    /** This page in the other language; for an error page, which has no address of its own, the entrance. */
    private static String otherLanguage(HttpServletRequest request, Locale locale) {
        var other = locale.getLanguage().equals("zh") ? "en" : "zh";
        var here = ServletUriComponentsBuilder.fromRequest(request)
                .scheme(null)
                .host(null)
                .port(null)
                .replaceQueryParam("lang", other);
        if (path(request).equals("/error") || !request.getMethod().equals("GET")) {
            here.replacePath(request.getContextPath() + "/").replaceQuery("lang=" + other);
        }
        return here.build().toUriString();
    }
}
