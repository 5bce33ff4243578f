package org.radhub.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.radhub.registry.testing.MovedClock;
import org.radhub.storage.StoreHealth.Problem;
import org.radhub.storage.objects.FaultyProxy.Fault;

class StoreWatchTest {
    private static final String BEGINS = "2026-03-01T08:00:00Z";

    @Test
    void a_problem_lasts_from_the_first_look_that_found_one_until_a_look_that_finds_none() throws Exception {
        var clock = new MovedClock(BEGINS);
        try (var server = S3Server.start();
                var proxy = new FaultyProxy(server.port(), 1)) {
            var right = server.properties("bucket");
            var watch = new StoreWatch(
                    new S3ObjectStore(new S3Properties(
                            "http://127.0.0.1:" + proxy.port(),
                            right.accessKey(),
                            right.secretKey(),
                            right.bucket(),
                            right.region())),
                    clock);
            proxy.does(Fault.REFUSED);
            watch.look();
            var refused = watch.problem().orElseThrow();
            assertThat(refused.message()).contains("does not answer");

            clock.advance(Duration.ofMinutes(5));
            proxy.does(Fault.ERRORS_500);
            watch.look();
            var failing = watch.problem().orElseThrow();
            assertThat(failing.message()).isNotEqualTo(refused.message());
            assertThat(refused.since()).isEqualTo(failing.since()).isEqualTo(Instant.parse(BEGINS));

            proxy.does(Fault.NONE);
            watch.look();
            assertThat(watch.problem()).isEmpty();

            proxy.does(Fault.REFUSED);
            watch.look();
            assertThat(watch.problem()).map(Problem::since).contains(Instant.parse("2026-03-01T08:05:00Z"));
        }
    }
}
