package org.radhub.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something to become true, with a limit. */
final class Eventually {
    private Eventually() {}

    static <T> T get(String what, Duration limit, Supplier<Optional<T>> look) {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come about within " + limit);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    static void holds(String what, Duration limit, Supplier<Boolean> look) {
        get(what, limit, () -> look.get() ? Optional.of(true) : Optional.empty());
    }
}
