package org.radhub.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How long things took, for people and for scripts. */
final class Timings {
    private Timings() {}

    /**
     * One line of JSON: {@code instances}, {@code seconds}, and percentiles in milliseconds.
     *
     * @param elapsed nanoseconds that it took as a whole
     * @param nanos of each single one
     */
    static String json(long elapsed, List<long[]> nanos) {
        var sorted = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "{\"instances\":%d,\"seconds\":%.3f,\"p50\":%.2f,\"p95\":%.2f,\"p99\":%.2f,\"max\":%.2f}",
                sorted.length,
                elapsed / 1e9,
                percentile(sorted, 50),
                percentile(sorted, 95),
                percentile(sorted, 99),
                percentile(sorted, 100));
    }

    /** Milliseconds. */
    static double percentile(long[] sortedNanos, int percent) {
        var index = (int) Math.ceil(percent / 100.0 * sortedNanos.length) - 1;
        return sortedNanos[Math.max(0, index)] / 1e6;
    }
}
