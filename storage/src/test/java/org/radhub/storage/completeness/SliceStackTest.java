package org.radhub.storage.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.radhub.storage.completeness.SliceStack.Place;

class SliceStackTest {
    private static final String AXIAL = "0,0,1000";

    @Property
    void a_regular_stack_has_no_gap_in_whatever_order_it_came(
            @ForAll @IntRange(min = 1, max = 300) int slices,
            @ForAll @DoubleRange(min = 0.3, max = 20) double spacing,
            @ForAll long order) {
        var stack = stack(slices, spacing);
        Collections.shuffle(stack, new Random(order));

        assertThat(SliceStack.gapsOf(stack)).isZero();
    }

    @Property
    void a_stack_that_lacks_a_slice_between_others_has_a_gap(
            @ForAll @IntRange(min = 6, max = 300) int slices,
            @ForAll @DoubleRange(min = 0.3, max = 20) double spacing,
            @ForAll @IntRange(min = 0, max = 1000) int where) {
        var stack = stack(slices, spacing);
        stack.remove(2 + where % (slices - 4));

        assertThat(SliceStack.gapsOf(stack)).isEqualTo(1);
    }

    @Property
    void what_is_noise_in_the_positions_is_no_gap(@ForAll @IntRange(min = 4, max = 200) int slices, @ForAll long seed) {
        var random = new Random(seed);
        var stack = new ArrayList<Place>();
        for (int i = 0; i < slices; i++) {
            stack.add(new Place(AXIAL, i * 5 + random.nextDouble() * 0.5, Integer.MAX_VALUE));
        }

        assertThat(SliceStack.gapsOf(stack)).isZero();
    }

    @Test
    void a_head_scan_that_is_thin_below_and_thick_above_has_no_gap() {
        var stack = new ArrayList<Place>();
        double position = 0;
        for (int i = 1; i <= 28; i++) {
            stack.add(new Place(AXIAL, position, 29 - i));
            position += i < 14 ? 4 : i == 14 ? 1.08 : 7;
        }

        assertThat(SliceStack.gapsOf(stack)).isZero();
        stack.remove(20);
        assertThat(SliceStack.gapsOf(stack)).isEqualTo(1);
    }

    @Test
    void two_blocks_that_are_numbered_through_have_no_gap_between_them() {
        var stack = stack(10, 5);
        for (int i = 0; i < 10; i++) {
            stack.add(new Place(AXIAL, 400 + 5 * i, 11 + i));
        }

        assertThat(SliceStack.gapsOf(stack)).isZero();
    }

    @Test
    void time_points_at_one_place_are_one_place_and_numbered_as_the_device_likes() {
        var stack = new ArrayList<Place>();
        for (int time = 0; time < 9; time++) {
            for (int i = 0; i < 35; i++) {
                stack.add(new Place(AXIAL, 3.3 * i, 1 + 156 * i + time));
            }
        }

        assertThat(SliceStack.gapsOf(stack)).isZero();
        stack.removeIf(place -> place.position() == 3.3 * 17);
        assertThat(SliceStack.gapsOf(stack)).isEqualTo(1);
    }

    @Test
    void stacks_of_other_directions_are_judged_by_themselves_and_rounding_makes_no_direction() {
        var both = stack(10, 5);
        for (int i = 0; i < 10; i++) {
            both.add(new Place(i % 2 == 0 ? "1000,0,0" : "999,1,-1", 1000 + 3 * i, Integer.MAX_VALUE));
        }

        assertThat(SliceStack.of(both)).hasSize(2);
        assertThat(SliceStack.gapsOf(both)).isZero();
    }

    @Test
    void a_few_localizers_are_no_stack() {
        assertThat(SliceStack.of(List.of(new Place(AXIAL, 0, 1), new Place(AXIAL, 86, 2), new Place(AXIAL, 90, 9))))
                .isEmpty();
    }

    private static List<Place> stack(int slices, double spacing) {
        var stack = new ArrayList<Place>();
        for (int i = 0; i < slices; i++) {
            stack.add(new Place(AXIAL, -100 + spacing * i, 1 + i));
        }
        return stack;
    }
}
