package org.radhub.router.sending;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: twice as long after each failure, up to a limit, and a random part of it less, so that what failed
 * together does not come back together.
 *
 * @param first the longest wait after the first failure
 * @param limit the longest wait of all
 * @param random gives numbers from 0 to 1
 */
record Backoff(Duration first, Duration limit, DoubleSupplier random) {
    /**
     * @param failures how many tries failed, from 1
     * @return between half of the longest wait and all of it
     */
    Duration after(int failures) {
        var longest = Math.min(limit.toMillis(), first.toMillis() * Math.pow(2, failures - 1.0));
        return Duration.ofMillis(Math.round(longest / 2 + longest / 2 * random.getAsDouble()));
    }
}
