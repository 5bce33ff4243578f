package org.radhub.viewer.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Role;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.SharedData;

class RenderedTest extends HubTest {
    private static final Path PICTURES = Path.of("target/pictures");

    @ParameterizedTest
    @CsvSource({
        "ct-series/ge-head-28/14.dcm, 512, 512, 40",
        "ct/pydicom__CT_small.dcm, 128, 128, 40",
        "mr/pydicom__MR_small.dcm, 64, 64, 40",
        "mr/pydicom-data__MR2_J2KR.dcm, 1024, 1024, 40",
        "crdx/pylibjpeg-data__RG2_JPLL.dcm, 1760, 2140, 40",
        "crdx/pylibjpeg-data__966_fixed.dcm, 2000, 2128, 40",
        "crdx/highdicom__dx_image.dcm, 211, 169, 40",
        "us/pydicom__examples_jpeg2k.dcm, 640, 480, 40",
        "us/pydicom__examples_rgb_color.dcm, 320, 240, 40",
        "us/pydicom__examples_ybr_color.dcm, 320, 240, 40",
        "us/pydicom-data__OBXXXX1A.dcm, 800, 600, 40",
        "us/dcm4che__US-RGB-8-epicard, 640, 480, 40",
        "us-multiframe/dicomParser__IM00001.fragmented_no_bot_jpeg_baseline.50.dcm, 320, 240, 40",
        "us-multiframe/dcm4che__US-PAL-8-10x-echo, 600, 430, 40",
        "ts-variants/dcm4che__jpeg-ls-Palette.dcm, 600, 430, 40",
        "ts-variants/ct1/dicomParser__CT1_UNC.explicit_big_endian.dcm, 512, 512, 40",
        "ts-variants/enhct/dicomParser__CT0012.fragmented_no_bot_jpeg_lossless.57.dcm, 512, 512, 40",
        "enhanced/pydicom-data__emri_small.dcm, 64, 64, 40",
        "sc/pydicom__SC_ybr_full_422_uncompressed.dcm, 100, 100, 3",
        "ts-variants/pydicom__SC_rgb_rle_16bit.dcm, 100, 100, 3",
        "synthetic/media/htj2k_lossless.dcm, 256, 256, 20"
    })
    void an_image_is_drawn_in_its_size_and_not_in_one_grey(String name, int width, int height, int colours)
            throws Exception {
        var stored = store(newSite(), SharedData.file(name));
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());

        var answer = get(stored.address() + "/rendered", and(me, "Accept", "image/png"));

        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        keep(name, answer.body());
        var picture = picture(answer);
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
        assertThat(colours(picture)).isGreaterThanOrEqualTo(colours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ts-variants/pydicom__SC_rgb_rle_16bit.dcm",
                "sc/pydicom__SC_ybr_full_422_uncompressed.dcm",
                "sc/pydicom__SC_rgb_jpeg_dcmtk.dcm",
                "sc/pydicom__SC_rgb_jpeg_gdcm.dcm"
            })
    void red_is_red_in_every_way_of_storing_colour(String name) throws Exception {
        var stored = store(newSite(), SharedData.file(name));
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());

        var picture = picture(get(stored.address() + "/rendered", and(me, "Accept", "image/png")));

        // Each of these pictures begins with a red field.
        var first = picture.getRGB(picture.getWidth() / 2, 2);
        assertThat(first >> 16 & 0xFF).isGreaterThan(245);
        assertThat(first >> 8 & 0xFF).isLessThan(10);
        assertThat(first & 0xFF).isLessThan(10);
    }

    @Test
    void the_same_picture_comes_out_of_each_lossless_form_of_an_image() throws Exception {
        var one = store(newSite(), SharedData.file("ct/dicomParser__CT1_UNC.explicit_little_endian.dcm"));
        var other = store(
                newSite(), SharedData.file("ts-variants/ct1/dicomParser__CT1_UNC.fragmented_no_bot_jpeg_ls.80.dcm"));

        var pictures = List.of(one, other).stream()
                .map(stored -> {
                    try {
                        var me = token(
                                newPerson(stored.study().site(), Role.DOCTOR),
                                stored.study().key());
                        return pixels(picture(get(stored.address() + "/rendered", and(me, "Accept", "image/png"))));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();

        assertThat(pictures.get(0)).isEqualTo(pictures.get(1));
    }

    @Test
    void a_window_may_be_asked_for() throws Exception {
        var stored = store(newSite(), SharedData.file("ct-series/ge-head-28/14.dcm"));
        var me = and(
                token(
                        newPerson(stored.study().site(), Role.DOCTOR),
                        stored.study().key()),
                "Accept",
                "image/png");

        var brain = picture(get(stored.address() + "/rendered?window=40,80,linear", me));
        var metal = picture(get(stored.address() + "/rendered?window=2500,80,linear", me));

        assertThat(brightness(brain)).isGreaterThan(10 * brightness(metal));
    }

    @Test
    void a_thumbnail_fits_and_keeps_its_shape() throws Exception {
        var stored = store(newSite(), SharedData.file("crdx/pylibjpeg-data__RG2_JPLL.dcm"));
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());
        var series = stored.address().replaceAll("/instances/.*", "");

        var usual = picture(get(stored.address() + "/thumbnail", me));
        var asked = picture(get(series + "/thumbnail?viewport=100,100", and(me, "Accept", "image/jpeg")));
        var study = get("/dicom-web/studies/" + stored.study().studyInstanceUid() + "/thumbnail", me);

        assertThat(List.of(usual.getWidth(), usual.getHeight())).containsExactly(211, 256);
        assertThat(asked.getHeight()).isEqualTo(100);
        assertThat(study.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    }

    @Test
    void each_frame_is_drawn_by_its_number() throws Exception {
        var stored = store(newSite(), SharedData.file("us-multiframe/dicomParser__IM00001.implicit_little_endian.dcm"));
        var me = and(
                token(
                        newPerson(stored.study().site(), Role.DOCTOR),
                        stored.study().key()),
                "Accept",
                "image/png");

        var first = picture(get(stored.address() + "/frames/1/rendered", me));
        var fifth = picture(get(stored.address() + "/frames/5/rendered", me));

        assertThat(pixels(first)).isNotEqualTo(pixels(fifth));
        assertThat(get(stored.address() + "/frames/9/rendered", me).statusCode())
                .isEqualTo(406);
    }

    @Test
    void a_document_is_handed_out_as_it_is() throws Exception {
        var stored = store(newSite(), SharedData.file("synthetic/media/encapsulated_pdf.dcm"));
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());

        var answer = get(stored.address() + "/rendered", and(me, "Accept", "application/pdf"));

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/pdf");
        assertThat(new String(answer.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    }

    @ParameterizedTest
    @CsvSource({
        "synthetic/malformed/pixel_shorter_than_rows.dcm, 406",
        "synthetic/malformed/rows_zero.dcm, 404",
        "synthetic/malformed/many_fragments.dcm, 406",
        "synthetic/media/mpeg4_avc_hp41.dcm, 406",
        "param-map/pydicom-data__parametric_map_float.dcm, 406",
        "sr/pydicom__test-SR.dcm, 404"
    })
    void what_cannot_be_drawn_is_said_to_be_so_and_the_hub_lives_on(String name, int status) throws Exception {
        var stored = store(newSite(), SharedData.file(name));
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());

        var answer = get(stored.address() + "/rendered", me);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewport=0,0", "viewport=a", "window=1", "window=1,-5", "quality=0", "quality=101"})
    void parameters_that_are_none_are_refused(String parameter) throws Exception {
        var stored = store(newSite(), SharedData.file("ct/pydicom__CT_small.dcm"));
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());

        assertThat(get(stored.address() + "/rendered?" + parameter, me).statusCode())
                .isEqualTo(400);
    }

    @Test
    void an_instance_is_written_anew_in_explicit_little_endian_when_that_is_asked_for() throws Exception {
        var stored = store(newSite(), SharedData.file("us/pydicom__examples_jpeg2k.dcm"));
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());

        var answer = get(stored.address(), and(me, "Accept", "application/dicom; transfer-syntax=1.2.840.10008.1.2.1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        var file = Files.createTempFile(Files.createDirectories(PICTURES), "anew", ".dcm");
        Files.write(file, answer.body());
        var again = store(newSite(), file, stored.instance().sopInstanceUid());
        var other = token(
                newPerson(again.study().site(), Role.DOCTOR), again.study().key());
        assertThat(again.instance().transferSyntaxUid()).isEqualTo("1.2.840.10008.1.2.1");
        assertThat(pixels(picture(get(again.address() + "/rendered", and(other, "Accept", "image/png")))))
                .isEqualTo(pixels(picture(get(stored.address() + "/rendered", and(me, "Accept", "image/png")))));
    }

    private static BufferedImage picture(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
    }

    /** For whoever wants to look at them. */
    private static void keep(String name, byte[] png) throws Exception {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name.replace('/', '_') + ".png"), png);
    }

    private static List<Integer> pixels(BufferedImage picture) {
        return IntStream.of(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
                .boxed()
                .toList();
    }

    private static long colours(BufferedImage picture) {
        return pixels(picture).stream().distinct().count();
    }

    private static double brightness(BufferedImage picture) {
        return pixels(picture).stream().mapToInt(rgb -> rgb & 0xFF).average().orElseThrow();
    }
}
