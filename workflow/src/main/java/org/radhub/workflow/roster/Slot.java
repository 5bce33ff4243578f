package org.radhub.workflow.roster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stretch of time in which somebody reads. */
public record Slot(Instant from, Instant until) {
    /** The same time in the fewest slots, by begin: what overlaps or adjoins becomes one. */
    public static List<Slot> merged(List<Slot> slots) {
        var merged = new ArrayList<Slot>();
        for (var slot : slots.stream().sorted(Comparator.comparing(Slot::from)).toList()) {
            var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !slot.from().isAfter(last.until())) {
                merged.set(merged.size() - 1, new Slot(last.from(), later(last.until(), slot.until())));
            } else {
                merged.add(slot);
            }
        }
        return List.copyOf(merged);
    }

    public boolean holds(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }

    /** Minutes from the instant, or from the begin if that is later, to the end; 0 when it is over. */
    public double minutesFrom(Instant instant) {
        return Math.max(0, Duration.between(later(from, instant), until).toMillis() / 60_000.0);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
