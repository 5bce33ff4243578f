package org.radhub.viewer.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Role;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.Multipart;
import org.radhub.viewer.SharedData;

class FramesTest extends HubTest {
    /** As OHIF asks, without the quotes that the slash needs. */
    private static final String AS_STORED = "multipart/related; type=application/octet-stream; transfer-syntax=*";

    private static final String UNCOMPRESSED = "multipart/related; type=\"application/octet-stream\"";

    @ParameterizedTest
    @CsvSource({
        "ts-variants/ct1/dicomParser__CT1_UNC.explicit_big_endian.dcm, ct/dicomParser__CT1_UNC.explicit_little_endian.dcm",
        "ts-variants/ct1/dicomParser__CT1_UNC.implicit_little_endian.dcm, ct/dicomParser__CT1_UNC.explicit_little_endian.dcm",
        "ts-variants/ct1/dicomParser__CT1_UNC.fragmented_bot_jpeg_ls.80.dcm, ct/dicomParser__CT1_UNC.explicit_little_endian.dcm",
        "ts-variants/ct1/dicomParser__CT1_UNC.fragmented_no_bot_jpeg_ls.80.dcm, ct/dicomParser__CT1_UNC.explicit_little_endian.dcm",
        "ts-variants/ct1/dicomParser__CT1_UNC.not_fragmented_bot_jpeg_ls.80.dcm, ct/dicomParser__CT1_UNC.explicit_little_endian.dcm",
        "ts-variants/enhct/dicomParser__CT0012.fragmented_no_bot_jpeg_lossless.57.dcm, enhanced/pydicom-data__eCT_Supplemental.dcm",
        "ts-variants/enhct/dicomParser__CT0012.fragmented_no_bot_jpeg_lossless.70.dcm, enhanced/pydicom-data__eCT_Supplemental.dcm",
        "ts-variants/enhct/dicomParser__CT0012.fragmented_no_bot_jpeg_ls.80.dcm, enhanced/pydicom-data__eCT_Supplemental.dcm",
        "ts-variants/enhct/dicomParser__CT0012.not_fragmented_bot_jpeg_ls.80.dcm, enhanced/pydicom-data__eCT_Supplemental.dcm",
        "ts-variants/enhct/dicomParser__CT0012.not_fragmented_bot_rle.dcm, enhanced/pydicom-data__eCT_Supplemental.dcm",
        "ts-variants/enhct/dicomParser__CT0012.not_fragmented_no_bot_jpeg_ls.80.dcm, enhanced/pydicom-data__eCT_Supplemental.dcm",
        "ts-variants/enhct/dicomParser__CT0012.not_fragmented_no_bot_rle.dcm, enhanced/pydicom-data__eCT_Supplemental.dcm",
        "ts-variants/emri/pydicom-data__emri_small_RLE.dcm, enhanced/pydicom-data__emri_small.dcm",
        "ts-variants/emri/pydicom-data__emri_small_big_endian.dcm, enhanced/pydicom-data__emri_small.dcm",
        "ts-variants/emri/pydicom-data__emri_small_jpeg_2k_lossless.dcm, enhanced/pydicom-data__emri_small.dcm",
        "ts-variants/emri/pydicom-data__emri_small_jpeg_ls_lossless.dcm, enhanced/pydicom-data__emri_small.dcm",
        "ts-variants/mr_small/pydicom__MR_small_RLE.dcm, mr/pydicom__MR_small.dcm",
        "ts-variants/mr_small/pydicom__MR_small_bigendian.dcm, mr/pydicom__MR_small.dcm",
        "ts-variants/mr_small/pydicom__MR_small_implicit.dcm, mr/pydicom__MR_small.dcm",
        "ts-variants/mr_small/pydicom__MR_small_jp2klossless.dcm, mr/pydicom__MR_small.dcm",
        "ts-variants/mr_small/pydicom__MR_small_jpeg_ls_lossless.dcm, mr/pydicom__MR_small.dcm",
        "ts-variants/comp-rle/dicom2nifti__IM-0001-0001-0001.dcm, ts-variants/comp-jls/dicom2nifti__IM-0001-0001-0001.dcm",
        "ts-variants/comp-j2k/dicom2nifti__IM-0001-0001-0001.dcm, ts-variants/comp-jls/dicom2nifti__IM-0001-0001-0001.dcm",
        "mr-series/comp-jpll/IM-0001-0001-0001.dcm, ts-variants/comp-jls/dicom2nifti__IM-0001-0001-0001.dcm",
        "ts-variants/pylibjpeg-data__RG2_JLSL.dcm, crdx/pylibjpeg-data__RG2_JPLL.dcm",
        "ts-variants/dcm4che__jpeg-ls-Palette.dcm, us-multiframe/dcm4che__US-PAL-8-10x-echo",
        "ts-variants/pydicom-data__OBXXXX1A_expb.dcm, us/pydicom-data__OBXXXX1A.dcm",
        "ts-variants/pydicom-data__OBXXXX1A_rle.dcm, us/pydicom-data__OBXXXX1A.dcm",
        "ts-variants/pydicom-data__gdcm-US-ALOKA-16_big.dcm, us/pydicom-data__gdcm-US-ALOKA-16.dcm"
    })
    void the_same_image_gives_the_same_pixels_in_each_lossless_transfer_syntax(String one, String reference)
            throws Exception {
        var here = uncompressed(SharedData.file(one));
        var there = uncompressed(SharedData.file(reference));

        assertThat(here).isNotEmpty().hasSameSizeAs(there);
        for (var frame = 0; frame < here.size(); frame++) {
            assertThat(here.get(frame).contentType())
                    .isEqualTo("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
            assertThat(Arrays.equals(here.get(frame).body(), there.get(frame).body()))
                    .as("frame %d", frame + 1)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ts-variants/ct1/dicomParser__CT1_UNC.fragmented_no_bot_jpeg_ls.80.dcm, image/jls, 1.2.840.10008.1.2.4.80",
        "crdx/pylibjpeg-data__RG2_JPLL.dcm, image/jpeg, 1.2.840.10008.1.2.4.70",
        "us/pydicom__examples_jpeg2k.dcm, image/jp2, 1.2.840.10008.1.2.4.90",
        "ts-variants/pydicom-data__OBXXXX1A_rle.dcm, image/dicom-rle, 1.2.840.10008.1.2.5",
        "synthetic/media/htj2k_lossless.dcm, image/jphc, 1.2.840.10008.1.2.4.201",
        "ct/pydicom__CT_small.dcm, application/octet-stream, 1.2.840.10008.1.2.1"
    })
    void a_frame_leaves_as_it_is_stored_and_says_in_which_codec(String name, String mediaType, String transferSyntax)
            throws Exception {
        var file = SharedData.file(name);

        var anything = Multipart.parts(frames(file, "1", "*/*")).get(0);
        var byType = Multipart.parts(
                        frames(file, "1", "multipart/related; type=\"" + mediaType + "\"; transfer-syntax=*"))
                .get(0);
        var octets = Multipart.parts(frames(file, "1", AS_STORED)).get(0);

        assertThat(anything.contentType()).isEqualTo(mediaType + "; transfer-syntax=" + transferSyntax);
        assertThat(byType.contentType()).isEqualTo(anything.contentType());
        assertThat(octets.contentType()).isEqualTo("application/octet-stream; transfer-syntax=" + transferSyntax);
        assertThat(Arrays.equals(octets.body(), anything.body())).isTrue();
    }

    @Test
    void a_colour_frame_that_shares_its_chrominance_between_pixels_is_decompressed_to_one_that_does_not()
            throws Exception {
        assertThat(uncompressed(SharedData.file("us/pydicom__examples_ybr_color.dcm")))
                .hasSize(30)
                .allSatisfy(part -> assertThat(part.body()).hasSize(240 * 320 * 3));
    }

    @Test
    void fragments_of_a_frame_are_joined() throws Exception {
        var fragmented = SharedData.file("ts-variants/ct1/dicomParser__CT1_UNC.fragmented_no_bot_jpeg_ls.80.dcm");
        var whole = SharedData.file("ts-variants/ct1/dicomParser__CT1_UNC.not_fragmented_bot_jpeg_ls.80.dcm");

        var joined = Multipart.parts(frames(fragmented, "1", AS_STORED)).get(0).body();
        var stored = Multipart.parts(frames(whole, "1", AS_STORED)).get(0).body();

        assertThat(joined.length).isBetween(stored.length - 1, stored.length + 1);
        assertThat(Arrays.equals(Arrays.copyOf(joined, 1000), Arrays.copyOf(stored, 1000)))
                .isTrue();
    }

    @Test
    void frames_come_in_the_order_that_they_are_asked_for() throws Exception {
        var file = SharedData.file("us-multiframe/dicomParser__IM00001.implicit_little_endian.dcm");

        var some = Multipart.parts(frames(file, "3,1", AS_STORED));
        var third = Multipart.parts(frames(file, "3", AS_STORED));

        assertThat(some).hasSize(2);
        assertThat(Arrays.equals(some.get(0).body(), third.get(0).body())).isTrue();
        assertThat(Arrays.equals(some.get(1).body(), third.get(0).body())).isFalse();
    }

    @Test
    void a_single_frame_may_come_without_parts() throws Exception {
        var file = SharedData.file("ct/pydicom__CT_small.dcm");

        var alone = frames(file, "1", "application/octet-stream; transfer-syntax=*");

        assertThat(alone.headers().firstValue("Content-Type"))
                .hasValue("application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1");
        assertThat(alone.body().length).isEqualTo(128 * 128 * 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1,,2", "a", "1;2", "99999999999"})
    void what_is_no_list_of_frames_is_refused(String list) throws Exception {
        assertThat(frames(SharedData.file("ct/pydicom__CT_small.dcm"), list, AS_STORED)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_video_is_not_handed_out_by_frames() throws Exception {
        assertThat(frames(SharedData.file("synthetic/media/mpeg4_avc_hp41.dcm"), "1", AS_STORED)
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    void a_report_has_no_frames() throws Exception {
        assertThat(frames(SharedData.file("sr/pydicom__test-SR.dcm"), "1", AS_STORED)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_image_that_is_not_stored_as_jpeg_is_not_to_be_had_as_jpeg_frames() throws Exception {
        var jpeg = "multipart/related; type=\"image/jpeg\"";

        assertThat(frames(SharedData.file("ct/pydicom__CT_small.dcm"), "1", jpeg)
                        .statusCode())
                .isEqualTo(406);
    }

    private List<Multipart.Part> uncompressed(Path file) throws Exception {
        var stored = store(newSite(), file);
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());
        var all = new StringBuilder("1");
        for (var frame = 2; frame <= stored.instance().frames(); frame++) {
            all.append(',').append(frame);
        }
        var answer = get(stored.address() + "/frames/" + all, and(me, "Accept", UNCOMPRESSED));
        assertThat(answer.statusCode()).isEqualTo(200);
        return Multipart.parts(answer);
    }

    private HttpResponse<byte[]> frames(Path file, String list, String accept) throws Exception {
        var stored = store(newSite(), file);
        var me = token(
                newPerson(stored.study().site(), Role.DOCTOR), stored.study().key());
        return get(stored.address() + "/frames/" + list, and(me, "Accept", accept));
    }
}
