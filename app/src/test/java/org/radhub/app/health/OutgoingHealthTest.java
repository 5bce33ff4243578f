package org.radhub.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Phrase;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Outgoing;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessResourceFailureException;

class OutgoingHealthTest {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @Test
    void all_is_up_while_destinations_are_called_or_have_not_been_away_for_long() {
        assertThat(health(destination("PACS", 0, Optional.empty())).getStatus()).isEqualTo(Status.UP);
        var shortly = destination("CLOUD", 0, Optional.of(NOW.minus(Duration.ofMinutes(5))));
        assertThat(health(shortly).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_destination_that_cannot_be_called_for_over_five_minutes_is_something_to_look_at() {
        var health = health(
                destination("PACS", 0, Optional.empty()),
                destination("CLOUD", 0, Optional.of(NOW.minus(Duration.ofSeconds(301)))));

        assertThat(health.getStatus()).isEqualTo(Degraded.STATUS);
        assertThat(health.getDetails()).containsOnlyKeys("PACS", "CLOUD");
        assertThat(String.valueOf(health.getDetails().get("CLOUD")))
                .contains("failingSince=2026-03-01T07:54:59Z")
                .doesNotContain("Zhang");
    }

    @Test
    void studies_that_were_given_up_are_something_to_look_at_until_a_person_has_decided() {
        var health = health(destination("PACS", 2, Optional.empty()));

        assertThat(health.getStatus()).isEqualTo(Degraded.STATUS);
        assertThat(String.valueOf(health.getDetails().get("PACS"))).contains("dead=2");
    }

    @Test
    void nobody_knows_while_the_database_is_away() {
        var health = health(() -> {
            throw new DataAccessResourceFailureException("away");
        });

        assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
    }

    private static DestinationHealth destination(String name, int dead, Optional<Instant> failingSince) {
        return new DestinationHealth(
                name,
                3,
                1,
                dead,
                Optional.of(NOW.minusSeconds(400)),
                failingSince,
                Optional.empty(),
                failingSince.map(since -> Phrase.of("router.sending.refused", "A700", "no room for Zhang Wei")));
    }

    private static Health health(DestinationHealth... destinations) {
        return health(() -> List.of(destinations));
    }

    private static Health health(Supplier<List<DestinationHealth>> answer) {
        var outgoing = (Outgoing) Proxy.newProxyInstance(
                Outgoing.class.getClassLoader(), new Class<?>[] {Outgoing.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("health");
                    return answer.get();
                });
        return new OutgoingHealth(outgoing, Clock.fixed(NOW, ZoneOffset.UTC)).health();
    }
}
