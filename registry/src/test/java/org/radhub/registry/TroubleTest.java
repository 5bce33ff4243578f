package org.radhub.registry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TroubleTest {
    private final Logger log = (Logger) LoggerFactory.getLogger("trouble");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final Trouble trouble = new Trouble(log, "the disk takes nothing", now::get);

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        heard.start();
        log.addAppender(heard);
    }

    @AfterEach
    void stop() {
        log.detachAppender(heard);
    }

    @Test
    void what_goes_wrong_a_thousand_times_is_said_once_with_its_cause_then_counted_and_then_that_it_is_over() {
        for (var i = 0; i < 1000; i++) {
            trouble.met(new IllegalStateException("outer", new java.io.IOException("No space\nleft")));
        }
        assertThat(lines())
                .containsExactly(
                        "the disk takes nothing: IllegalStateException because of java.io.IOException: No space left");
        assertThat(heard.list).allMatch(event -> event.getThrowableProxy() == null);

        pass(61);
        trouble.met(new java.io.IOException("still none"));
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1)).contains("1001 times in 61 s", "still none");

        pass(11);
        trouble.passed();
        trouble.passed();
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(2)).contains("over", "1001 times");
    }

    @Test
    void what_goes_well_now_and_then_in_between_does_not_make_it_a_new_trouble_each_time() {
        for (var i = 0; i < 100; i++) {
            trouble.met(new IllegalStateException("no"));
            trouble.passed();
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void what_does_not_tell_when_it_goes_well_is_over_when_it_was_quiet_for_long() {
        trouble.met(new IllegalStateException("no"));
        pass(100);
        trouble.passedUnlessMetWithin(Duration.ofSeconds(120));
        assertThat(lines()).hasSize(1);
        pass(21);
        trouble.passedUnlessMetWithin(Duration.ofSeconds(120));
        assertThat(lines()).hasSize(2);
    }

    private void pass(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private List<String> lines() {
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
