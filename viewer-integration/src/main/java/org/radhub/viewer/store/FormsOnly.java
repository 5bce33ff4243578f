package org.radhub.viewer.store;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/** Leaves {@code multipart/related} bodies alone: only forms are taken apart, into memory and files, before a controller sees them. */
@Configuration(proxyBeanMethods = false)
class FormsOnly {
    @Bean
    StandardServletMultipartResolver multipartResolver() {
        var forms = new StandardServletMultipartResolver();
        forms.setStrictServletCompliance(true);
        return forms;
    }
}
