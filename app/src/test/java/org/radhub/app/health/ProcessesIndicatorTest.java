package org.radhub.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radhub.storage.Processes;
import org.radhub.storage.Processes.Standing;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessResourceFailureException;

class ProcessesIndicatorTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void one_process_is_enough_and_one_that_went_with_nothing_is_not_missed() {
        assertThat(health(here(0)).getStatus()).isEqualTo(Status.UP);
        assertThat(health(here(0), other(true, false, false, 0)).getStatus()).isEqualTo(Status.UP);
        assertThat(health(here(0), other(false, true, true, 0)).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void one_that_is_gone_and_had_what_is_nowhere_else_is_something_to_look_at() {
        assertThat(health(here(0), other(true, false, true, 0)).getStatus()).isEqualTo(Degraded.STATUS);
        assertThat(health(here(0), other(true, true, false, 0)).getStatus()).isEqualTo(Degraded.STATUS);
    }

    @Test
    void clocks_that_differ_by_over_a_second_are_said() {
        assertThat(health(here(-300), other(false, false, false, 700)).getStatus())
                .isEqualTo(Status.UP);
        assertThat(health(here(-90_000), other(true, false, false, 0)).getStatus())
                .isEqualTo(Status.UP);

        var apart = health(here(-300), other(false, false, false, 701));

        assertThat(apart.getStatus()).isEqualTo(Degraded.STATUS);
        assertThat(apart.getDetails()).containsEntry("clocksApartMillis", 1001L);
        assertThat(String.valueOf(apart.getDetails().get("processes"))).contains("clockAheadMillis=701");
    }

    @Test
    void nobody_knows_while_the_database_is_away() {
        Processes away = () -> {
            throw new DataAccessResourceFailureException("away");
        };

        assertThat(new ProcessesIndicator(away).health().getStatus()).isEqualTo(Status.UNKNOWN);
    }

    private static Standing here(long clockAhead) {
        return new Standing(UUID.randomUUID(), true, NOW, false, false, true, Duration.ofMillis(clockAhead));
    }

    private static Standing other(boolean gone, boolean behind, boolean unique, long clockAhead) {
        return new Standing(UUID.randomUUID(), false, NOW, gone, behind, unique, Duration.ofMillis(clockAhead));
    }

    private static Health health(Standing... all) {
        return new ProcessesIndicator(() -> List.of(all)).health();
    }
}
