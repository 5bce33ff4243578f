package org.radhub.app.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

class BackgroundFailuresTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Heard heard = new Heard();

    @BeforeEach
    void listen() {
        heard.start();
        ROOT.addAppender(heard);
    }

    @AfterEach
    void stop() {
        ROOT.detachAppender(heard);
    }

    @Test
    void what_fails_for_each_event_and_at_each_time_is_said_once_in_a_line() {
        try (var context = new AnnotationConfigApplicationContext(Hub.class)) {
            var listener = context.getBean(Listener.class);
            for (var i = 0; i < 50; i++) {
                listener.on("study " + i);
            }
            await().until(() -> listener.heard() == 50 && listener.rounds() >= 20);
        }
        assertThat(heard.errors)
                .hasSize(2)
                .allMatch(event -> event.getThrowableProxy() == null)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("Listener.on(String)") && line.contains("not there"))
                .anyMatch(line -> line.contains("Listener.round") && line.contains("no round"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    @EnableScheduling
    @ImportAutoConfiguration({TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class})
    @Import({BackgroundFailures.class, Listener.class})
    static class Hub {}

    static class Listener {
        private final AtomicInteger heard = new AtomicInteger();
        private final AtomicInteger rounds = new AtomicInteger();

        public int heard() {
            return heard.get();
        }

        public int rounds() {
            return rounds.get();
        }

        @Async
        public void on(String event) {
            heard.incrementAndGet();
            throw new IllegalStateException(event + " is not there");
        }

        @Scheduled(fixedDelay = 5)
        public void round() {
            rounds.incrementAndGet();
            throw new IllegalStateException("no round");
        }
    }

    private static final class Heard extends AppenderBase<ILoggingEvent> {
        final List<ILoggingEvent> errors = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            // Hubs of other tests may still run, and say what they say.
            var logger = event.getLoggerName();
            boolean ofAnotherHub =
                    logger.startsWith("org.radhub.") && !logger.equals(BackgroundFailures.class.getName());
            if (event.getLevel().isGreaterOrEqual(Level.ERROR) && !ofAnotherHub) {
                errors.add(event);
            }
        }
    }
}
