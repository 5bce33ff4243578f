package org.radhub.router.commitment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How storage commitment is answered.
 *
 * @param patience how long an instance may be missing before it is reported so, counted from the request
 * @param backoff how long a device that could not be called is left alone, and how long a report waits that the device answered with a failure;
 *     twice as long after each further failure
 * @param longestBackoff between two attempts
 * @param mostCalls how many devices are called at once, each in one association
 * @param giveUp when a report that no attempt has brought home is left to the device, which may ask again
 * @param keep how long a request is kept once it was reported on or given up
 * @param mostOwed instances that one device may have asked about in all requests that it has not been told of
 */
@ConfigurationProperties("radhub.commitment")
record Settings(
        @DefaultValue("30s") Duration patience,
        @DefaultValue("10s") Duration backoff,
        @DefaultValue("1h") Duration longestBackoff,
        @DefaultValue("64") int mostCalls,
        @DefaultValue("7d") Duration giveUp,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("1000000") int mostOwed) {
    private static final int MOST_DOUBLINGS = 20;

    Duration backoffAfter(int attempts) {
        var doubled = backoff.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return doubled.compareTo(longestBackoff) > 0 ? longestBackoff : doubled;
    }
}
