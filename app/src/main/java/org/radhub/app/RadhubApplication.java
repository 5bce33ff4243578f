package org.radhub.app;

import java.time.Clock;
import org.radhub.app.commands.Commands;
import org.radhub.router.Listener;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the hub, or carries out a command. */
@SpringBootApplication(
        scanBasePackages = "org.radhub",
        // Modules name their classes without looking at each other's.
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        exclude = UserDetailsServiceAutoConfiguration.class)
@EnableScheduling
@EnableAsync
public class RadhubApplication {
    public static void main(String[] args) {
        if (Commands.isOne(args)) {
            System.exit(Commands.run(args));
        }
        SpringApplication.run(RadhubApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Says, as the last line of the start, where the hub is to be found. Scripts wait for this line, so it is bare of the log's format. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> readyLine(
            Listener listener,
            @Value("${radhub.http.bind}") String httpHost,
            @Value("${radhub.dicom.bind:127.0.0.1}") String dicomHost) {
        return new ReadyLine(listener, httpHost, dicomHost);
    }

    @Order(Ordered.LOWEST_PRECEDENCE)
    private record ReadyLine(Listener listener, String httpHost, String dicomHost)
            implements ApplicationListener<ApplicationReadyEvent> {
        @Override
        public void onApplicationEvent(ApplicationReadyEvent event) {
            var port = ((ServletWebServerApplicationContext) event.getApplicationContext())
                    .getWebServer()
                    .getPort();
            System.out.printf(
                    "radhub ready: http://%s:%d · DICOM %s@%s:%d%n",
                    httpHost, port, listener.aeTitle(), dicomHost, listener.port());
            System.out.flush();
        }
    }
}
