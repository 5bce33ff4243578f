package org.radhub.app.pages;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** The page for people who come while the database is away. Needs neither a session nor anybody's name. */
@Component
public class AwayPage {
    private final ThymeleafViewResolver views;
    private final LocaleResolver languages;
    private final Framing framing;

    AwayPage(ThymeleafViewResolver views, LocaleResolver languages, Framing framing) {
        this.views = views;
        this.languages = languages;
        this.framing = framing;
    }

    /** @param request as it came, before anybody was signed in */
    public void show(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, languages);
        request.removeAttribute("_csrf");
        try {
            var view = views.resolveViewName("error/503", languages.resolveLocale(request));
            if (view == null) {
                throw new IllegalStateException("the page is missing");
            }
            view.render(Map.of("frame", framing.frame(request)), request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
