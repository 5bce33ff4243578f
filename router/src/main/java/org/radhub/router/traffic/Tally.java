package org.radhub.router.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.radhub.router.DeviceTraffic.Refusal;

/**
 * What one device has done in this process. Counting is for many threads and waits for nothing; reckoning, and what was written, are for
 * one thread.
 */
final class Tally {
    private static final Duration WINDOW = Duration.ofSeconds(15);
    private static final double SHORTEST_SPAN = 1;
    private static final double SECONDS_PER_MINUTE = 60;

    final String aeTitle;
    final String site;
    final LongAdder instances = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder refused = new LongAdder();
    final AtomicInteger open = new AtomicInteger();
    private volatile Instant lastSeenAt;
    private volatile Optional<Instant> lastInstanceAt = Optional.empty();
    private volatile Optional<Refusal> lastRefusal = Optional.empty();

    private final Deque<Sample> samples = new ArrayDeque<>();
    private Reckoning written = Reckoning.NOTHING;

    Tally(String aeTitle, String site, Instant now) {
        this.aeTitle = aeTitle;
        this.site = site;
        this.lastSeenAt = now;
        samples.add(new Sample(now, 0, 0));
    }

    private record Sample(Instant at, long instances, long bytes) {}

    /** How the device stands: the counts since the process began, the rates over the last seconds. */
    record Reckoning(
            int open,
            double instancesPerMinute,
            double bytesPerSecond,
            long instances,
            long bytes,
            long refused,
            Instant lastSeenAt,
            Optional<Instant> lastInstanceAt,
            Optional<Refusal> lastRefusal) {
        static final Reckoning NOTHING =
                new Reckoning(0, 0, 0, 0, 0, 0, Instant.EPOCH, Optional.empty(), Optional.empty());

        /** Whether others may believe it for as long as nothing newer is written. */
        boolean still() {
            return open == 0 && instancesPerMinute == 0;
        }
    }

    void seen(Instant now) {
        lastSeenAt = now;
    }

    void kept(long length, Instant now) {
        instances.increment();
        bytes.add(length);
        lastInstanceAt = Optional.of(now);
        lastSeenAt = now;
    }

    void refused(Refusal refusal) {
        refused.increment();
        lastRefusal = Optional.of(refusal);
        lastSeenAt = refusal.at();
    }

    Reckoning reckon(Instant now) {
        var sample = new Sample(now, instances.sum(), bytes.sum());
        samples.add(sample);
        while (samples.size() > 2 && samples.peek().at().plus(WINDOW).isBefore(now)) {
            samples.remove();
        }
        var from = samples.peek();
        var seconds = Math.max(SHORTEST_SPAN, Duration.between(from.at(), now).toMillis() / 1000.0);
        return new Reckoning(
                open.get(),
                (sample.instances() - from.instances()) * SECONDS_PER_MINUTE / seconds,
                (sample.bytes() - from.bytes()) / seconds,
                sample.instances(),
                sample.bytes(),
                refused.sum(),
                lastSeenAt,
                lastInstanceAt,
                lastRefusal);
    }

    Reckoning written() {
        return written;
    }

    void written(Reckoning reckoning) {
        written = reckoning;
    }
}
