package org.radhub.router.association;

import org.radhub.router.tls.Credentials;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(Settings.class)
class DicomNetwork {
    @Bean
    Credentials tlsCredentials(Settings settings) {
        return new Credentials(settings.tls());
    }
}
