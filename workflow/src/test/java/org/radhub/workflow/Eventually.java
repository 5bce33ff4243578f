package org.radhub.workflow;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what happens behind the caller's back, with a limit. */
final class Eventually {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Eventually() {}

    static void holds(ThrowingRunnable assertion) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
    }

    static <T> T present(Supplier<Optional<T>> wanted) {
        return await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(wanted::get, Optional::isPresent)
                .orElseThrow();
    }
}
