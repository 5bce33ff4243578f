package org.radhub.viewer.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class RunLengthTest {
    @Test
    void literal_and_repeated_runs_are_unpacked() throws Exception {
        assertThat(decoded(1, 10, 20, -1, 30)).containsExactly(10, 20, 30, 30);
    }

    @Test
    void a_segment_that_ends_before_its_pixels_do_is_not_filled_up_with_black() {
        assertThatThrownBy(() -> decoded(1, 10, 20)).isInstanceOf(Undecodable.class);
        assertThatThrownBy(() -> decoded(3, 10, 20)).isInstanceOf(Undecodable.class);
        assertThatThrownBy(() -> decoded(1, 10, 20, -1)).isInstanceOf(Undecodable.class);
        assertThatThrownBy(() -> decoded()).isInstanceOf(Undecodable.class);
    }

    /** An image of four pixels in one segment. */
    private static byte[] decoded(int... segment) throws Undecodable {
        var frame = ByteBuffer.allocate(64 + segment.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0, 1).putInt(4, 64).position(64);
        for (var value : segment) {
            frame.put((byte) value);
        }
        return RunLength.decode(frame.array(), 2, 2, 1, 1, "MONOCHROME2").bytes();
    }
}
