package org.radhub.storage.completeness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The parallel slices of a series, in their order. Several slices at one place (echoes, phases, time points) are one place.
 *
 * <p>A distance is a gap where it is clearly longer than the usual ones on either side of it, and the instance numbers do not run on across
 * it either. So scans whose spacing changes on purpose have none, and neither have the selections of images that a device numbers as it likes
 * but spaces regularly.
 */
final class SliceStack {
    static final int FEWEST_PLACES = 4;
    private static final double SAME_PLACE = 0.01;
    private static final double CLEARLY = 1.6;
    private static final int NEIGHBOURS = 3;
    private static final int SAME_NORMAL = 4;

    /** Where a slice of a series lies, and its instance number (0020,0013), {@link Integer#MAX_VALUE} where it has none. */
    record Place(String normal, double position, int number) {}

    private final List<Double> positions = new ArrayList<>();
    private final List<Set<Integer>> numbers = new ArrayList<>();

    private SliceStack(List<Place> places) {
        var ordered = places.stream()
                .sorted(Comparator.comparingDouble(Place::position))
                .toList();
        for (var place : ordered) {
            int last = positions.size() - 1;
            if (last < 0 || place.position() - positions.get(last) > SAME_PLACE) {
                positions.add(place.position());
                numbers.add(new HashSet<>());
                last++;
            }
            numbers.get(last).add(place.number());
        }
    }

    /** The stacks of a series that are long enough to be judged. */
    static List<SliceStack> of(Collection<Place> series) {
        Map<String, List<Place>> byNormal = new TreeMap<>();
        for (var place : series) {
            var same = byNormal.keySet().stream()
                    .filter(known -> parallel(known, place.normal()))
                    .findFirst()
                    .orElse(place.normal());
            byNormal.computeIfAbsent(same, normal -> new ArrayList<>()).add(place);
        }
        return byNormal.values().stream()
                .map(SliceStack::new)
                .filter(stack -> stack.positions.size() >= FEWEST_PLACES)
                .toList();
    }

    /** The gaps in all stacks of a series. */
    static int gapsOf(Collection<Place> series) {
        var numbered = series.stream().map(Place::number).collect(Collectors.toSet());
        return of(series).stream().mapToInt(stack -> stack.gaps(numbered)).sum();
    }

    /** Within a few thousandths: what rounding did, and not another direction. */
    private static boolean parallel(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        var a = one.split(",");
        var b = other.split(",");
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(Integer.parseInt(a[i]) - Integer.parseInt(b[i])) > SAME_NORMAL) {
                return false;
            }
        }
        return true;
    }

    private int gaps(Set<Integer> inSeries) {
        var distances = new ArrayList<Double>();
        for (int i = 1; i < positions.size(); i++) {
            distances.add(positions.get(i) - positions.get(i - 1));
        }
        int gaps = 0;
        for (int i = 0; i < distances.size(); i++) {
            double before = median(distances.subList(Math.max(0, i - NEIGHBOURS), i));
            double after = median(distances.subList(i + 1, Math.min(distances.size(), i + 1 + NEIGHBOURS)));
            if (distances.get(i) > CLEARLY * Math.max(before, after)
                    && !numberedThrough(numbers.get(i), numbers.get(i + 1), inSeries)) {
                gaps++;
            }
        }
        return gaps;
    }

    /** 0 of nothing. The lower of two middles, so that a second gap nearby does not hide the first. */
    private static double median(List<Double> distances) {
        return distances.isEmpty()
                ? 0
                : distances.stream()
                        .sorted()
                        .skip((distances.size() - 1) / 2)
                        .findFirst()
                        .orElseThrow();
    }

    /** Whether the series has every number from one side to the other. */
    private static boolean numberedThrough(Set<Integer> one, Set<Integer> other, Set<Integer> inSeries) {
        if (one.contains(Integer.MAX_VALUE) || other.contains(Integer.MAX_VALUE)) {
            return false;
        }
        int nearest = Integer.MAX_VALUE;
        int from = 0;
        for (int a : one) {
            for (int b : other) {
                if (Math.abs((long) a - b) < nearest) {
                    nearest = Math.abs(a - b);
                    from = Math.min(a, b);
                }
            }
        }
        if (nearest > inSeries.size()) {
            return false;
        }
        for (int number = from + 1; number < from + nearest; number++) {
            if (!inSeries.contains(number)) {
                return false;
            }
        }
        return nearest > 0;
    }
}
