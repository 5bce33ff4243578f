package org.radhub.viewer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    private static final String BOUNDARY = "a-boundary";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 4096, 1 << 20})
    void parts_come_out_byte_for_byte_however_the_body_arrives(int chunk) throws IOException {
        var bodies = List.of(
                random(3, 200_000),
                "\r\n--a-boundar\r\n\r\n--a-bound--\r\n--".getBytes(StandardCharsets.US_ASCII),
                new byte[0],
                random(4, 65_536),
                "\r\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(taken(new Parts(slowly(body("what comes before is nobody's\r\n", bodies), chunk), BOUNDARY)))
                .containsExactlyElementsOf(bodies);
    }

    @Test
    void what_is_not_read_of_a_part_does_not_come_with_the_next() throws IOException {
        var bodies = List.of(random(5, 300_000), random(6, 10));
        var parts = new Parts(slowly(body("", bodies), 1000), BOUNDARY);

        var first = parts.next().orElseThrow();
        assertThat(first.contentType()).isEqualTo("application/dicom");
        assertThat(first.body().readNBytes(100)).hasSize(100);

        assertThat(parts.next().orElseThrow().body().readAllBytes()).isEqualTo(bodies.get(1));
        assertThat(parts.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void nothing_has_to_follow_the_last_boundary(int chunk) throws IOException {
        var bodies = List.of(random(8, 5000), random(9, 10));
        var whole = body("", bodies);
        for (var left : List.of(0, 1, 2)) {
            var cut = Arrays.copyOf(whole, whole.length - left);
            assertThat(taken(new Parts(slowly(cut, chunk), BOUNDARY)))
                    .as("without the last %d bytes", left)
                    .containsExactlyElementsOf(bodies);
        }
    }

    @Test
    void a_body_that_ends_before_its_last_boundary_is_broken() {
        var whole = body("", List.of(random(7, 5000)));
        for (var length : List.of(0, 5, 40, 3000, whole.length - 4, whole.length - 3)) {
            var cut = new Parts(new ByteArrayInputStream(whole, 0, length), BOUNDARY);
            assertThatThrownBy(() -> taken(cut)).as("%d bytes", length).isInstanceOf(Parts.Broken.class);
        }
    }

    @Test
    void a_head_without_an_end_is_not_kept_in_memory() {
        var endless = new InputStream() {
            private final byte[] start = ("--" + BOUNDARY + "\r\n").getBytes(StandardCharsets.US_ASCII);
            private int at;

            @Override
            public int read() {
                return at < start.length ? start[at++] : 'x';
            }
        };
        assertThatThrownBy(() -> new Parts(endless, BOUNDARY).next())
                .isInstanceOf(Parts.Broken.class)
                .hasMessageContaining("too long");
    }

    private static List<byte[]> taken(Parts parts) throws IOException {
        var all = new ArrayList<byte[]>();
        for (var part = parts.next(); part.isPresent(); part = parts.next()) {
            all.add(part.get().body().readAllBytes());
        }
        return all;
    }

    private static byte[] body(String before, List<byte[]> bodies) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
        for (var body : bodies) {
            out.writeBytes(("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(body);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] random(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static InputStream slowly(byte[] bytes, int chunk) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return super.read(into, from, Math.min(length, chunk));
            }
        };
    }
}
