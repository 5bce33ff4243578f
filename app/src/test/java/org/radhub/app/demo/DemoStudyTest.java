package org.radhub.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoStudyTest {
    private static final Path DCIODVFY = Path.of("/usr/bin/dciodvfy");
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 14, 12, 0);

    @TempDir
    Path temp;

    static Stream<DemoStudy> studies() {
        return DemoStudy.all().stream();
    }

    @ParameterizedTest
    @MethodSource("studies")
    void every_image_is_a_correct_object_of_its_sop_class(DemoStudy study) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(DCIODVFY), "dciodvfy (dicom3tools) is not installed");
        for (var image : study.images(NOON, new Random(7))) {
            var file = Files.write(temp.resolve(image.sopInstanceUid() + ".dcm"), file(image));
            var checked = new ProcessBuilder(DCIODVFY.toString(), file.toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(checked.getInputStream().readAllBytes());
            checked.waitFor();
            assertThat(said.lines()).isNotEmpty().noneMatch(line -> line.startsWith("Error"));
        }
    }

    @ParameterizedTest
    @MethodSource("studies")
    void no_uid_is_used_twice(DemoStudy study) {
        var random = new Random(7);
        assertThat(Stream.concat(study.images(NOON, random).stream(), study.images(NOON, random).stream())
                        .map(DemoStudy.Image::sopInstanceUid))
                .hasSize(2 * study.slices())
                .doesNotHaveDuplicates();
    }

    /** PS3.10 7.1. */
    private static byte[] file(DemoStudy.Image image) {
        var meta = new DataSetWriter(StandardCharsets.US_ASCII)
                .bytes(0x00020001, (byte) 0, (byte) 1)
                .text(0x00020002, "UI", image.sopClassUid())
                .text(0x00020003, "UI", image.sopInstanceUid())
                .text(0x00020010, "UI", "1.2.840.10008.1.2.1")
                .text(0x00020012, "UI", "2.25.89455657089021328383092500045100791766")
                .bytes();
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {2, 0, 0, 0, 'U', 'L', 4, 0, (byte) meta.length, (byte) (meta.length >> 8), 0, 0});
        out.writeBytes(meta);
        out.writeBytes(image.dataSet());
        return out.toByteArray();
    }
}
