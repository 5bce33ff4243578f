package org.radhub.viewer.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.viewer.SharedData;

class FrameLayoutTest {
    private static final String JPEG = "1.2.840.10008.1.2.4.50";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ts-variants/",
                "us",
                "enhanced/",
                "ct",
                "mr",
                "sc/",
                "nm-xa/",
                "crdx/",
                "param-map/",
                "pet/",
                "mg/"
            })
    void as_many_frames_are_found_as_the_file_says_it_has(String folder) throws IOException {
        for (var entry : SharedData.entries(folder)) {
            var layout = scan(Files.readAllBytes(entry.file()));

            assertThat(layout.frames()).as(entry.name()).isEqualTo(entry.frames());
            assertThat(layout.transferSyntaxUid()).as(entry.name()).isEqualTo(entry.transferSyntax());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr/", "ecg/"})
    void what_has_no_pixels_has_no_frames(String folder) throws IOException {
        for (var entry : SharedData.entries(folder)) {
            assertThat(scan(Files.readAllBytes(entry.file())))
                    .as(entry.name())
                    .isInstanceOfSatisfying(FrameLayout.Pixelless.class, layout -> assertThat(layout.lacksPixels())
                            .isFalse());
        }
    }

    @Test
    void what_has_no_pixels_ends_behind_its_last_element() throws IOException {
        var document = new Part10(EXPLICIT)
                .text(0x0040A491, "CS", "COMPLETE")
                .bytes(0x00420011, "OB", new byte[100])
                .whole();

        assertThat(scan(document).pixelElement()).isEqualTo(document.length);
    }

    @Test
    void an_image_whose_pixels_are_not_found_is_not_taken_for_an_object_without_any() throws IOException {
        var image = new Part10(EXPLICIT)
                .number(0x00280010, 3)
                .number(0x00280011, 3)
                .number(0x00280100, 8)
                .bytes(0x00282000, "OB", new byte[4])
                .bytes(0x7FE00010, "OB", new byte[10])
                .whole();
        var lengthOfProfile = image.length - 10 - 12 - 4 - 4;
        var damaged = image.clone();
        damaged[lengthOfProfile + 2] = 1;
        var report = new Part10(EXPLICIT).text(0x0040A491, "CS", "COMPLETE").whole();

        for (var lacking :
                List.of(damaged, Arrays.copyOf(image, image.length - 22), Arrays.copyOf(report, report.length - 1))) {
            assertThat(scan(lacking))
                    .isInstanceOfSatisfying(FrameLayout.Pixelless.class, layout -> assertThat(layout.lacksPixels())
                            .isTrue());
        }
        assertThat(scan(image)).isInstanceOf(FrameLayout.Native.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ts-variants/ct1/dicomParser__CT1_UNC.explicit_big_endian.dcm, ct/dicomParser__CT1_UNC.explicit_little_endian.dcm",
        "ts-variants/ct1/dicomParser__CT1_UNC.implicit_little_endian.dcm, ct/dicomParser__CT1_UNC.explicit_little_endian.dcm",
        "ts-variants/mr_small/pydicom__MR_small_bigendian.dcm, mr/pydicom__MR_small.dcm",
        "ts-variants/emri/pydicom-data__emri_small_big_endian.dcm, enhanced/pydicom-data__emri_small.dcm",
        "ts-variants/pydicom-data__gdcm-US-ALOKA-16_big.dcm, us/pydicom-data__gdcm-US-ALOKA-16.dcm",
        "ts-variants/pydicom-data__OBXXXX1A_expb.dcm, us/pydicom-data__OBXXXX1A.dcm"
    })
    void the_same_image_gives_the_same_frames_in_each_uncompressed_transfer_syntax(String one, String other)
            throws IOException {
        var twins = List.of(SharedData.file(one), SharedData.file(other));

        assertThat(digests(nativeFrames(twins.get(0)))).isNotEmpty().isEqualTo(digests(nativeFrames(twins.get(1))));
    }

    @Test
    void a_deflated_image_is_read_as_it_was_before() throws IOException {
        var frames = nativeFrames(SharedData.file("sc/pydicom__image_dfl.dcm"));

        assertThat(frames).hasSize(1);
        assertThat(frames.get(0).length).isEqualTo(512 * 512);
        assertThat(IntStream.range(0, 512 * 512)
                        .map(i -> frames.get(0)[i])
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    @Test
    void the_extended_offset_table_tells_frames_apart() throws IOException {
        var file = new Part10(JPEG)
                .text(0x00280008, "IS", "2")
                .bytes(0x7FE00001, "OV", Part10.longs(0, 12 + 12))
                .bytes(0x7FE00002, "OV", Part10.longs(12, 4))
                .encapsulated(new byte[0], bytes(4, 1), bytes(4, 2), bytes(4, 3));

        assertThat(fragmentsOfFrames(file)).containsExactly(List.of(0, 1), List.of(2));
    }

    @Test
    void the_basic_offset_table_tells_frames_apart() throws IOException {
        var file = new Part10(JPEG)
                .text(0x00280008, "IS", "2")
                .encapsulated(Part10.ints(0, 24), bytes(4, 1), bytes(4, 2), bytes(4, 3));

        assertThat(fragmentsOfFrames(file)).containsExactly(List.of(0, 1), List.of(2));
    }

    @Test
    void an_offset_table_that_does_not_fit_is_not_believed() throws IOException {
        var file =
                new Part10(JPEG).text(0x00280008, "IS", "2").encapsulated(Part10.ints(0, 13), bytes(4, 1), bytes(4, 2));

        assertThat(fragmentsOfFrames(file)).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void frames_that_nothing_tells_apart_are_not_guessed() {
        var file = new Part10(JPEG)
                .text(0x00280008, "IS", "2")
                .encapsulated(new byte[0], bytes(4, 1), bytes(4, 2), bytes(4, 3));

        assertThatThrownBy(() -> scan(file)).isInstanceOf(Malformed.class);
    }

    @Test
    void a_frame_of_single_bits_begins_with_a_whole_byte() throws IOException {
        // Three frames of 3 x 3 pixels: 27 bits. The second begins with bit 9.
        var file = new Part10(EXPLICIT)
                .number(0x00280002, 1)
                .text(0x00280008, "IS", "3")
                .number(0x00280010, 3)
                .number(0x00280011, 3)
                .number(0x00280100, 1)
                .bytes(0x7FE00010, "OB", new byte[] {
                    (byte) 0b1111_1111, (byte) 0b0101_0101, (byte) 0b0000_0010, 0b0000_0101
                })
                .whole();

        var frames = nativeFrames(file);

        assertThat(frames).hasSize(3);
        assertThat(frames.get(0)).containsExactly(0b1111_1111, 0b1);
        assertThat(frames.get(1)).containsExactly(0b0010_1010, 0b1);
    }

    @Test
    void a_pixel_length_beyond_the_end_of_the_file_gives_only_the_frames_that_are_there() throws IOException {
        var layout = scan(Files.readAllBytes(SharedData.file("synthetic/malformed/pixel_length_4GiB.dcm")));

        assertThat(layout.frames()).isLessThanOrEqualTo(1);
    }

    @Test
    void malformed_files_are_read_or_refused_and_nothing_else() {
        for (var folder : List.of("malformed/", "synthetic/")) {
            for (var entry : SharedData.entries(folder)) {
                try {
                    var bytes = Files.readAllBytes(entry.file());
                    var layout = scan(bytes);
                    assertThat(layout.frames()).as(entry.name()).isNotNegative();
                } catch (IOException refused) {
                    assertThat(refused).as(entry.name()).hasMessageNotContaining("Exception");
                }
            }
        }
    }

    private static FrameLayout scan(byte[] file) throws IOException {
        return LayoutScan.of(new ByteArrayInputStream(file), file.length);
    }

    private static List<List<Integer>> fragmentsOfFrames(byte[] file) throws IOException {
        var layout = (FrameLayout.Encapsulated) scan(file);
        var all = new ArrayList<List<Integer>>();
        for (var frame = 1; frame <= layout.frames(); frame++) {
            var range = layout.fragmentsOf(frame);
            var fragments = new ArrayList<Integer>();
            for (var fragment = range[0]; fragment < range[1]; fragment++) {
                fragments.add(fragment);
            }
            all.add(fragments);
        }
        return all;
    }

    private static List<byte[]> nativeFrames(Path file) throws IOException {
        return nativeFrames(Files.readAllBytes(file));
    }

    private static List<byte[]> nativeFrames(byte[] file) throws IOException {
        var layout = (FrameLayout.Native) scan(file);
        var frames = new ArrayList<byte[]>();
        for (var frame = 1; frame <= layout.frames(); frame++) {
            NativeFrame.Ranges ranges = (from, length) -> range(file, from, length);
            try (var in = new NativeFrame(layout, frame).open(ranges, file.length)) {
                frames.add(in.readAllBytes());
            }
        }
        return frames;
    }

    private static InputStream range(byte[] file, long from, long length) {
        return new ByteArrayInputStream(file, (int) from, (int) length);
    }

    private static List<Integer> digests(List<byte[]> frames) {
        return frames.stream().map(Arrays::hashCode).toList();
    }

    private static byte[] bytes(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
