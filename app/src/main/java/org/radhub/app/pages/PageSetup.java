package org.radhub.app.pages;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class PageSetup implements WebMvcConfigurer {
    private final Framing framing;

    PageSetup(Framing framing) {
        this.framing = framing;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
                .addInterceptor(framing)
                .excludePathPatterns("/api/**", "/dicom-web/**", "/weasis/**", "/viewer/**", "/webjars/**");
    }
}
