package org.radhub.viewer.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.VR;
import org.aoju.bus.image.galaxy.io.ImageInputStream;
import org.aoju.bus.image.galaxy.io.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.Instance;
import org.radhub.viewer.HubTest;
import org.radhub.viewer.SharedData;
import org.radhub.viewer.UncompressedInstances;
import org.radhub.viewer.frames.FileMeta;
import org.springframework.beans.factory.annotation.Autowired;

/** What is kept uncompressed needs no codec to be had in another transfer syntax. */
class WrittenAnewTest extends HubTest {
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final String RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2";

    @Autowired
    private UncompressedInstances instances;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "seg-rt-pr/dcmqi__label.seg, 7FE00010, OB", // 1 bit
        "seg-rt-pr/highdicom__seg_image_ct_binary_overlap.dcm, 7FE00010, OB", // 1 bit, implicit
        "seg-rt-pr/highdicom__seg_image_sm_control_labelmap.dcm, 7FE00010, OB",
        "seg-rt-pr/dcmqi__IMG0001.dcm, 7FE00010, OW",
        "param-map/pydicom-data__parametric_map_float.dcm, 7FE00008, OF",
        "param-map/pydicom-data__parametric_map_double_float.dcm, 7FE00009, OD",
        "ts-variants/pydicom-data__US1_UNCI.dcm, 7FE00010, OB",
        "us-multiframe/dicomParser__IM00001.implicit_little_endian.dcm, 7FE00010, OB",
        "sc/pydicom__SC_ybr_full_422_uncompressed.dcm, 7FE00010, OB",
        "sc/pydicom__SC_rgb_small_odd.dcm, 7FE00010, OB",
        "sc/pydicom__image_dfl.dcm, 7FE00010, OB",
        "mr-series/siemens-implicit-4/IM-0001-0112-0001.dcm, 7FE00010, OW",
        "seg-rt-pr/pydicom__rtplan.dcm, 0, ''"
    })
    void an_instance_comes_out_with_the_same_pixels_and_all_that_stands_before_them(String name, String tag, String vr)
            throws Exception {
        var file = SharedData.file(name);
        same(store(newSite(), file).instance(), read(file), Integer.parseUnsignedInt(tag, 16), vr);
    }

    @Test
    void big_endian_words_come_out_as_in_the_same_image_kept_in_little_endian() throws Exception {
        var big = SharedData.file("ts-variants/pydicom-data__gdcm-US-ALOKA-16_big.dcm");
        var little = SharedData.file("us/pydicom-data__gdcm-US-ALOKA-16.dcm");
        assertThat(written(store(newSite(), big).instance(), EXPLICIT).getBytes(Tag.PixelData))
                .isEqualTo(read(little).getBytes(Tag.PixelData));
    }

    /** PS3.5 and PS3.6: their value representation is US or SS, by Pixel Representation. */
    @ParameterizedTest
    @CsvSource({"0, US", "1, SS"})
    void what_is_signed_as_the_pixels_are_says_so_in_explicit_vr(int pixelRepresentation, VR expected)
            throws Exception {
        var dose = dose(16, new byte[7 * 5 * 3 * 2]);
        dose.setInt(Tag.PixelRepresentation, VR.US, pixelRepresentation);
        dose.setBytes(Tag.PixelPaddingValue, expected, new byte[] {0, (byte) 0xF8});
        var mapping = new Attributes();
        mapping.setBytes(Tag.RealWorldValueLastValueMapped, expected, new byte[] {0, (byte) 0xF8});
        dose.newSequence(Tag.RealWorldValueMappingSequence, 1).add(mapping);
        var kept = store(newSite(), file(dose, IMPLICIT), dose.getString(Tag.SOPInstanceUID))
                .instance();

        var written = written(kept, EXPLICIT);

        assertThat(written.getVR(Tag.PixelPaddingValue)).isEqualTo(expected);
        assertThat(written.getBytes(Tag.PixelPaddingValue)).containsExactly(0, 0xF8);
        var item = written.getNestedDataset(Tag.RealWorldValueMappingSequence);
        assertThat(item.getVR(Tag.RealWorldValueLastValueMapped)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT, DEFLATED})
    void a_dose_of_32_bits_comes_out_as_it_was(String kept) throws Exception {
        var dose = dose(32, new byte[7 * 5 * 3 * 4]);
        var file = file(dose, kept);
        same(store(newSite(), file, dose.getString(Tag.SOPInstanceUID)).instance(), read(file), Tag.PixelData, "OW");
    }

    @Test
    void a_dose_of_which_frames_are_missing_is_not_sent_as_if_it_were_whole() throws Exception {
        var dose = dose(32, new byte[7 * 5 * 2 * 4]);
        var instance = store(newSite(), file(dose, IMPLICIT), dose.getString(Tag.SOPInstanceUID))
                .instance();
        assertThatThrownBy(() -> instances.writeDataSet(instance, EXPLICIT, new ByteArrayOutputStream()))
                .isInstanceOf(UncompressedInstances.Impossible.class)
                .hasMessage("it has pixels for 2 frames of 3");
        assertThatThrownBy(() -> instances.writeFile(instance, new ByteArrayOutputStream()))
                .isInstanceOf(UncompressedInstances.Impossible.class)
                .hasMessage("it has pixels for 2 frames of 3");
    }

    @Test
    void a_whole_file_says_what_it_is_and_holds_the_same() throws Exception {
        var kept = store(newSite(), SharedData.file("ts-variants/pydicom__SC_rgb_rle_16bit.dcm"))
                .instance();
        var dataSet = new ByteArrayOutputStream();
        var file = new ByteArrayOutputStream();
        instances.writeDataSet(kept, EXPLICIT, dataSet);

        instances.writeFile(kept, file);

        var meta = FileMeta.of(file.toByteArray());
        assertThat(meta.transferSyntaxUid()).isEqualTo(EXPLICIT);
        assertThat(meta.sopInstanceUid()).isEqualTo(kept.sopInstanceUid());
        assertThat(meta.dataSet()).isEqualTo(dataSet.toByteArray());
    }

    private void same(Instance instance, Attributes expected, int tag, String vr) throws Exception {
        for (var transferSyntax : List.of(EXPLICIT, IMPLICIT)) {
            var written = written(instance, transferSyntax);
            if (tag != 0) {
                assertThat(written.getBytes(tag)).isEqualTo(expected.getBytes(tag));
            }
            if (tag != 0 && transferSyntax.equals(EXPLICIT)) {
                assertThat(written.getVR(tag)).isEqualTo(VR.valueOf(vr));
            }
            assertThat(before(written)).isEqualTo(before(expected));
        }
    }

    private Attributes written(Instance instance, String transferSyntax) throws IOException {
        var out = new ByteArrayOutputStream();
        instances.writeDataSet(instance, transferSyntax, out);
        try (var in = new ImageInputStream(new ByteArrayInputStream(out.toByteArray()), transferSyntax)) {
            in.setIncludeBulkData(ImageInputStream.IncludeBulkData.YES);
            return in.readDataset(-1, -1);
        }
    }

    /** Tags and values, without the pixels and what stands behind them. Implicit VR does not say which are signed. */
    private static String before(Attributes attributes) {
        var before = new Attributes(attributes);
        for (var tag : attributes.tags()) {
            if (Integer.compareUnsigned(tag, Tag.FloatPixelData) >= 0) {
                before.remove(tag);
            }
        }
        return before.toString(10_000, 200).replace(") SS [", ") US [");
    }

    private static Attributes dose(int bits, byte[] pixels) {
        new Random(bits).nextBytes(pixels);
        var dose = new Attributes();
        dose.setString(Tag.SOPClassUID, VR.UI, RT_DOSE);
        var uid = "1.2.826.0.1.99";
        dose.setString(Tag.SOPInstanceUID, VR.UI, uid);
        dose.setString(Tag.Modality, VR.CS, "RTDOSE");
        dose.setString(Tag.PatientID, VR.LO, "P1");
        dose.setString(Tag.StudyInstanceUID, VR.UI, uid + ".1");
        dose.setString(Tag.SeriesInstanceUID, VR.UI, uid + ".2");
        dose.setInt(Tag.SamplesPerPixel, VR.US, 1);
        dose.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        dose.setInt(Tag.NumberOfFrames, VR.IS, 3);
        dose.setInt(Tag.Rows, VR.US, 7);
        dose.setInt(Tag.Columns, VR.US, 5);
        dose.setInt(Tag.BitsAllocated, VR.US, bits);
        dose.setInt(Tag.BitsStored, VR.US, bits);
        dose.setInt(Tag.HighBit, VR.US, bits - 1);
        dose.setInt(Tag.PixelRepresentation, VR.US, 0);
        dose.setString(Tag.DoseGridScaling, VR.DS, "0.001");
        dose.setBytes(Tag.PixelData, VR.OW, pixels);
        return dose;
    }

    private Path file(Attributes dataSet, String transferSyntax) throws IOException {
        var file = folder.resolve("dose.dcm");
        try (var out = new ImageOutputStream(Files.newOutputStream(file), EXPLICIT)) {
            out.writeDataset(dataSet.createFileMetaInformation(transferSyntax), dataSet);
        }
        return file;
    }

    private static Attributes read(Path file) throws IOException {
        try (var in = new ImageInputStream(Files.newInputStream(file))) {
            in.setIncludeBulkData(ImageInputStream.IncludeBulkData.YES);
            return in.readDataset(-1, -1);
        }
    }
}
