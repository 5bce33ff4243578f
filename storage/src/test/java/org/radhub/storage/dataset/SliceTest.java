package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SliceTest {
    @Test
    void an_axial_slice_lies_where_its_third_coordinate_says() {
        assertThat(Slice.of("-158.1\\-179.0\\-75.7", "1\\0\\0\\0\\1\\0")).contains(new Slice("0,0,1000", -75.7));
    }

    @Test
    void parallel_slices_have_one_normal_however_small_the_noise_of_their_orientation() {
        var one = Slice.of("0\\0\\3", "1.000000\\0.0\\0.0\\0.0\\0.998\\-0.063").orElseThrow();
        var other =
                Slice.of("0\\0\\6", "1.0\\0.00001\\0.0\\0.0\\0.99801\\-0.06299").orElseThrow();

        assertThat(other.normal()).isEqualTo(one.normal());
        assertThat(other.position() - one.position()).isBetween(2.98, 3.0);
    }

    @Test
    void what_says_no_plane_is_no_slice() {
        assertThat(Slice.of("", "1\\0\\0\\0\\1\\0")).isEmpty();
        assertThat(Slice.of("0\\0\\1", "")).isEmpty();
        assertThat(Slice.of("0\\0\\one", "1\\0\\0\\0\\1\\0")).isEmpty();
        assertThat(Slice.of("0\\0\\NaN", "1\\0\\0\\0\\1\\0")).isEmpty();
        assertThat(Slice.of("0\\0\\1", "0\\0\\0\\0\\0\\0")).isEmpty();
        assertThat(Slice.of("0\\0\\1", "1\\0\\0\\1\\0\\0")).isEqualTo(Optional.empty());
        assertThat(Slice.of("1e308\\0\\1e308", "1e308\\0\\0\\0\\1e308\\0")).isEmpty();
    }
}
