package org.radhub.app.language;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/**
 * Chinese and English. {@code ?lang=zh} or {@code ?lang=en} on any page chooses, and a cookie keeps the choice; before that, the browser's own
 * preference counts.
 */
@Configuration(proxyBeanMethods = false)
public class Languages implements WebMvcConfigurer {
    public static final List<Locale> SPOKEN = List.of(Locale.CHINESE, Locale.ENGLISH);

    /** The bundles of all modules that say something; each has {@code messages/<module>.properties} and {@code _zh}. */
    private static final List<String> MODULES =
            List.of("app", "registry", "audit", "storage", "router", "workflow", "report", "viewer");

    @Bean
    MessageSource messageSource() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasenames(MODULES.stream()
                .map(module -> "messages/" + module)
                .filter(bundle -> new ClassPathResource(bundle + ".properties").exists())
                .toArray(String[]::new));
        messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    @Bean
    LocaleResolver localeResolver() {
        var cookie = new CookieLocaleResolver("radhub-lang");
        cookie.setCookieMaxAge(Duration.ofDays(365));
        cookie.setCookieHttpOnly(true);
        cookie.setCookieSameSite("Lax");
        cookie.setRejectInvalidCookies(false);
        cookie.setDefaultLocaleFunction(request -> spoken(request.getLocale()));
        return cookie;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        var change = new LocaleChangeInterceptor() {
            @Override
            protected Locale parseLocaleValue(String asked) {
                return spoken(Locale.forLanguageTag(asked));
            }
        };
        change.setParamName("lang");
        change.setIgnoreInvalidLocale(true);
        interceptors.addInterceptor(change);
    }

    /** The spoken language nearest to the one asked for. */
    public static Locale spoken(Locale asked) {
        return asked.getLanguage().equals("zh") ? Locale.CHINESE : Locale.ENGLISH;
    }
}
