package org.radhub.router.sending;

import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(Settings.class)
class OutgoingQueue {
    @Bean
    Backoff sendingBackoff(Settings settings) {
        return new Backoff(settings.firstWait(), settings.longestWait(), () -> ThreadLocalRandom.current()
                .nextDouble());
    }
}
