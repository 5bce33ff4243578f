package org.radhub.viewer;

import java.time.Clock;
import javax.sql.DataSource;
import org.radhub.registry.People;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;

/** A hub with what looking at studies needs: this module, those that it uses, a web server, a database. */
@SpringBootApplication(scanBasePackages = "org.radhub")
@EnableScheduling
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
    UserDetailsService signIn(People people) {
        return id -> people.passwordHash(id)
                .map(hash -> User.withUsername(id).password(hash).build())
                .orElseThrow(() -> new UsernameNotFoundException(id));
    }

    @Bean
    SecurityFilterChain letsViewersThrough(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(paths -> paths.anyRequest().permitAll())
                .httpBasic(Customizer.withDefaults())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/dicom-web/**"))
                .headers(headers -> headers.frameOptions(frames -> frames.sameOrigin()))
                .build();
    }
}
