package org.radhub.router.commitment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How storage commitment is answered.
 *
 * @param moment how long the association that asked is kept waiting for instances that are about to be indexed
 * @param patience how long an instance may be missing before it is reported so
 * @param backoff how long a device that could not be called is left alone, and how long a report waits that the device answered with a failure;
 *     twice as long after each further failure
 * @param longestBackoff between two attempts
 * @param mostCalls how many devices are called at once, each in one association
 * @param giveUp when a report that no attempt has brought home is left to the device, which may ask again
 */
@ConfigurationProperties("radhub.commitment")
record Settings(
        @DefaultValue("2s") Duration moment,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("10s") Duration backoff,
        @DefaultValue("1h") Duration longestBackoff,
        @DefaultValue("64") int mostCalls,
        @DefaultValue("7d") Duration giveUp) {
    private static final int MOST_DOUBLINGS = 20;

    Duration backoffAfter(int attempts) {
        var doubled = backoff.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return doubled.compareTo(longestBackoff) > 0 ? longestBackoff : doubled;
    }
}
