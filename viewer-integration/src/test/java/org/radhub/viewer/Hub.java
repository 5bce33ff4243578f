package org.radhub.viewer;

import java.time.Clock;
import javax.sql.DataSource;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** A hub with what looking at studies needs: this module, those that it uses, a web server, a database. */
@SpringBootApplication(scanBasePackages = "org.radhub")
public class Hub {
    @Bean
    DataSource database() {
        return TestDatabase.fresh();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecurityFilterChain letsViewersThrough(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(paths -> paths.anyRequest().permitAll())
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .build();
    }
}
