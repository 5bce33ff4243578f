package org.radhub.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.radhub.registry.testing.MovedClock;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

class IdlenessTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MovedClock clock = new MovedClock("2026-11-22T08:00:00Z");
    private final MockHttpSession session = new MockHttpSession();

    @Test
    void pages_that_renew_themselves_keep_nobody_signed_in() throws Exception {
        act();
        for (var seconds = 0; seconds < HOUR.toSeconds(); seconds += 4) {
            pass(Duration.ofSeconds(4));
            renew();
            assertThat(session.isInvalid()).isFalse();
        }
        pass(Duration.ofSeconds(4));
        renew();
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void whoever_does_something_stays_signed_in() throws Exception {
        act();
        for (var i = 0; i < 10; i++) {
            pass(HOUR.minusMinutes(2));
            renew();
            act();
        }
        assertThat(session.isInvalid()).isFalse();
    }

    @Test
    void a_page_that_only_renews_itself_after_a_restart_begins_its_time_anew_once() throws Exception {
        renew();
        pass(HOUR.plusSeconds(1));
        renew();
        assertThat(session.isInvalid()).isTrue();
    }

    private void pass(Duration time) {
        clock.advance(time);
    }

    private void act() throws Exception {
        ask(new MockHttpServletRequest("GET", "/worklist"));
    }

    private void renew() throws Exception {
        var request = new MockHttpServletRequest("GET", "/worklist/rows");
        request.addHeader("X-Radhub-Renewal", "1");
        ask(request);
    }

    private void ask(MockHttpServletRequest request) throws Exception {
        request.setSession(session);
        new Idleness(clock, HOUR).doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
    }
}
