package org.radhub.viewer.ohif;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;

/**
 * Serves what the build unpacked of OHIF. The files lie below an address that holds the digest of how they were made, so browsers keep them
 * for ever; the page and the settings are asked for anew each time.
 */
@Configuration(proxyBeanMethods = false)
class WebViewer implements WebMvcConfigurer {
    /**
     * What the viewer's pages and workers may load: only from the hub.
     *
     * <ul>
     *   <li>{@code 'wasm-unsafe-eval'}: the image codecs are WebAssembly.
     *   <li>{@code 'unsafe-eval'}: the glue that the codecs for JPEG-LS, JPEG and JPEG 2000 were compiled with makes its functions from text.
     *   <li>{@code blob:} workers and images: thumbnails, and workers that start from a blob.
     *   <li>{@code 'unsafe-inline'} styles: positions of annotations and panels.
     * </ul>
     */
    static final String MAY_LOAD = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'; "
            + "worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + "font-src 'self' data:; connect-src 'self' data: blob:; media-src 'self' blob:; frame-src 'self' blob:; "
            + "object-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static final Duration FOR_EVER = Duration.ofDays(365);

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry handlers) {
        handlers.addResourceHandler("/viewer/made/**")
                .addResourceLocations("classpath:/web-viewer/made/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver());
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new Safeguards()).addPathPatterns("/viewer", "/viewer/**");
    }

    private static final class Safeguards implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            response.setHeader("Content-Security-Policy", MAY_LOAD);
            response.setHeader("X-Content-Type-Options", "nosniff");
            // The link to a study holds a token: it never goes along to another page.
            response.setHeader("Referrer-Policy", "no-referrer");
            response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            return true;
        }
    }
}
