package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;

class DataSetReaderTest {
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    /** Without UIDs or with ones that are too long, cut, encoded otherwise than they say, or not DICOM: nothing that an archive could keep under a name. */
    private static final Set<String> NOT_UNDERSTOOD = Set.of(
            "malformed/pydicom__MR_truncated.dcm",
            "malformed/pydicom__rtplan_truncated.dcm",
            "malformed/pydicom__UN_sequence.dcm",
            "malformed/pydicom__empty_charset_LEI.dcm",
            "malformed/pydicom__meta_missing_tsyntax.dcm",
            "malformed/pydicom__nested_priv_SQ.dcm",
            "malformed/pydicom__no_meta_group_length.dcm",
            "malformed/pydicom__priv_SQ.dcm",
            "malformed/fo-dicom__GH220.dcm",
            "malformed/fo-dicom__GH223.dcm",
            "malformed/fo-dicom__GH340.dcm",
            "malformed/pydicom-data__bad_sequence.dcm",
            "malformed/pydicom-data__emri_small_jpeg_2k_lossless_too_short.dcm",
            "enhanced/weasis-dicom-tools__jpeg2000-multiframe-multifragments.dcm",
            "sc/pydicom__SC_rgb_jpeg.dcm",
            "charset/pydicom__chrSQEncoding.dcm",
            "synthetic/malformed/zero_length.dcm",
            "synthetic/malformed/preamble_only.dcm",
            "synthetic/malformed/random_bytes.dcm",
            "synthetic/malformed/truncated_pixeldata.dcm",
            "synthetic/malformed/truncated_header.dcm",
            "synthetic/malformed/ts_says_implicit_is_explicit.dcm",
            "synthetic/malformed/ts_says_explicit_is_implicit.dcm",
            "synthetic/malformed/empty_study_uid.dcm",
            "synthetic/malformed/empty_series_uid.dcm",
            "synthetic/malformed/empty_sop_uid.dcm",
            "synthetic/malformed/uid_too_long.dcm",
            "synthetic/malformed/uid_bad_chars.dcm",
            "synthetic/malformed/uid_path_traversal.dcm",
            "synthetic/malformed/sq_length_overruns.dcm",
            "synthetic/malformed/pixel_length_4GiB.dcm",
            "synthetic/malformed/group_0000_in_file.dcm",
            "synthetic/malformed/deflate_bomb.dcm",
            "synthetic/malformed/deflate_truncated.dcm");

    /** Media and palettes, which belong to no study. */
    private static boolean studyLess(SharedFile file) {
        return file.name().startsWith("dicomdir/pydicom/DICOMDIR")
                || file.special().contains("non-patient object")
                || Set.of(
                                "sc/pydicom__SC_rgb_jls_lossy_line.dcm",
                                "sc/pydicom__JPEGLSNearLossless_08.dcm",
                                "sc/pydicom__JPEGLSNearLossless_16.dcm",
                                "sc/pydicom-data__HTJ2KLossless_08_RGB.dcm",
                                "sc/pydicom-data__JLSL_08_07_0_1F.dcm",
                                "sc/pydicom-data__JLSL_16_15_1_1F.dcm")
                        .contains(file.name());
    }

    static Stream<SharedFile> files() {
        return SharedFile.all().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_file_is_kept_byte_for_byte_or_refused_with_a_comment(SharedFile file) throws Exception {
        var content = file.content();
        var keeper = new Remembering();
        if (NOT_UNDERSTOOD.contains(file.name()) || studyLess(file)) {
            assertThatThrownBy(() -> read(content.dataSet(), content.transferSyntaxUid(), keeper))
                    .isInstanceOf(Malformed.class)
                    .message()
                    .hasSizeBetween(5, 64)
                    .matches("[ -~]+");
            return;
        }

        var dataSet = read(content.dataSet(), content.transferSyntaxUid(), keeper);

        assertThat(keeper.bytes.toByteArray()).isEqualTo(content.dataSet());
        assertThat(dataSet.length()).isEqualTo(content.dataSet().length);
        var crc = new CRC32();
        crc.update(content.dataSet());
        assertThat(dataSet.digest())
                .startsWith(content.dataSet().length + "-" + HexFormat.of().toHexDigits((int) crc.getValue()) + "-");
        assertThat(dataSet.header().studyInstanceUid()).matches("[0-9.]{1,64}").isEqualTo(keeper.study);
        assertThat(dataSet.header().seriesInstanceUid()).matches("[0-9.]{1,64}").isEqualTo(keeper.series);
        assertThat(dataSet.header().sopInstanceUid()).isEqualTo(file.sopInstanceUid());
    }

    @Test
    void the_series_is_known_before_the_pixels_come() throws Exception {
        var content = SharedFile.named("ct-series/ge-head-28/01.dcm").content();
        var keeper = new Remembering();

        read(content.dataSet(), content.transferSyntaxUid(), keeper);

        assertThat(keeper.bytesWhenPlaced).isLessThanOrEqualTo(128 << 10);
    }

    @Test
    void the_header_says_what_the_index_needs() throws Exception {
        var content = SharedFile.named("crdx/highdicom__dx_image.dcm").content();

        var header = read(content.dataSet(), content.transferSyntaxUid(), new Forgetting())
                .header();

        assertThat(header.modality()).isEqualTo("DX");
        assertThat(header.rows()).isPositive();
        assertThat(header.columns()).isPositive();
        assertThat(header.frames()).isOne();
        assertThat(header.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2"})
    void rows_are_read_in_the_order_of_their_bytes(String transferSyntax) throws Exception {
        var name =
                switch (transferSyntax) {
                    case "1.2.840.10008.1.2.1" -> "ct/dicomParser__CT1_UNC.explicit_little_endian.dcm";
                    case "1.2.840.10008.1.2.2" -> "ts-variants/ct1/dicomParser__CT1_UNC.explicit_big_endian.dcm";
                    default -> "ts-variants/ct1/dicomParser__CT1_UNC.implicit_little_endian.dcm";
                };
        var content = SharedFile.named(name).content();
        assertThat(content.transferSyntaxUid()).isEqualTo(transferSyntax);

        var header = read(content.dataSet(), transferSyntax, new Forgetting()).header();

        assertThat(header.rows()).isEqualTo(512);
        assertThat(header.columns()).isEqualTo(512);
    }

    @Test
    void pixels_are_told_apart_and_names_make_no_difference_to_them() throws Exception {
        var a = read(DataSetBytes.image("1.1", "1.2", "1.3", "A", new byte[] {1, 2}), EXPLICIT, new Forgetting());
        var b = read(DataSetBytes.image("1.1", "1.2", "1.3", "B", new byte[] {1, 2}), EXPLICIT, new Forgetting());
        var c = read(DataSetBytes.image("1.1", "1.2", "1.3", "A", new byte[] {2, 1}), EXPLICIT, new Forgetting());

        assertThat(a.pixelFingerprint())
                .isPresent()
                .isEqualTo(b.pixelFingerprint())
                .isNotEqualTo(c.pixelFingerprint());
        assertThat(a.digest()).isNotEqualTo(b.digest());
    }

    @Test
    void sequences_may_nest_64_deep_and_not_10_000_deep() throws Exception {
        read(nested(64, true), EXPLICIT, new Forgetting());
        read(nested(64, false), EXPLICIT, new Forgetting());

        assertThatThrownBy(() -> read(nested(10_000, true), EXPLICIT, new Forgetting()))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> read(nested(10_000, false), EXPLICIT, new Forgetting()))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("nested");
    }

    @Test
    void a_length_that_is_only_claimed_is_never_allocated() {
        var before = Runtime.getRuntime().maxMemory();
        assertThat(before).as("this test means something below 4 GiB").isLessThan(4L << 30);
        for (int tag : new int[] {0x00100010, 0x00080005, 0x7fe00010, 0x00091001}) {
            var bytes = new DataSetBytes()
                    .text(0x00080016, "UI", "1.2.3")
                    .claiming(tag, "UT", 0xfffffffeL, new byte[10])
                    .bytes();
            assertThatThrownBy(() -> read(bytes, EXPLICIT, new Forgetting())).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void a_deflate_bomb_is_refused_while_it_inflates() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bomb, new Deflater(9, true))) {
            out.write(DataSetBytes.image("1.1", "1.2", "1.3", "A", new byte[0]));
            var header = new DataSetBytes()
                    .claiming(0x7fe10010, "OB", 1L << 30, new byte[0])
                    .bytes();
            out.write(header);
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 1024; i++) {
                out.write(zeros);
            }
        }

        assertThatThrownBy(() -> read(bomb.toByteArray(), "1.2.840.10008.1.2.1.99", new Forgetting()))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("inflates");
    }

    @Test
    void a_sequence_of_known_length_that_is_not_understood_is_kept_as_sent() throws Exception {
        var bytes = new DataSetBytes()
                .text(0x00080016, "UI", "1.2")
                .text(0x00080018, "UI", "1.3")
                .value(0x00081140, "SQ", "this is not an item at all".getBytes(StandardCharsets.US_ASCII))
                .text(0x0020000d, "UI", "1.1")
                .text(0x0020000e, "UI", "1.2")
                .bytes();

        var header = read(bytes, EXPLICIT, new Forgetting()).header();

        assertThat(header.warnings()).extracting("key").containsExactly("storage.warning.sequence");
    }

    @Test
    void a_stream_that_breaks_is_an_error_of_the_stream_and_not_of_the_data() {
        var head = DataSetBytes.image("1.1", "1.2", "1.3", "A", new byte[0]);
        var broken = new SequenceInputStream(new ByteArrayInputStream(head), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThatThrownBy(() -> DataSetReader.read(broken, EXPLICIT, new Forgetting()))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void two_patient_ids_in_one_data_set_are_refused_and_the_same_twice_is_not() throws Exception {
        var same = new DataSetBytes().text(0x00100020, "LO", "P1").text(0x00100020, "LO", "P1 ");
        var different = new DataSetBytes().text(0x00100020, "LO", "P1").text(0x00100020, "LO", "P2");
        var rest = DataSetBytes.image("1.1", "1.2", "1.3", "A", new byte[2]);

        read(same.append(rest).bytes(), EXPLICIT, new Forgetting());
        assertThatThrownBy(() -> read(different.append(rest).bytes(), EXPLICIT, new Forgetting()))
                .isInstanceOf(Malformed.class);
    }

    private static byte[] nested(int depth, boolean undefined) {
        var inner = new byte[0];
        if (undefined) {
            var all = new DataSetBytes();
            for (int i = 0; i < depth; i++) {
                all.claiming(0x00081140, "SQ", 0xffffffffL, new byte[0]).item(0xffffffffL);
            }
            for (int i = 0; i < depth; i++) {
                all.itemEnd().sequenceEnd();
            }
            inner = all.bytes();
        } else {
            for (int i = 0; i < depth; i++) {
                inner = new DataSetBytes()
                        .value(
                                0x00081140,
                                "SQ",
                                new DataSetBytes()
                                        .item(inner.length)
                                        .append(inner)
                                        .bytes())
                        .bytes();
            }
        }
        return new DataSetBytes()
                .append(inner)
                .append(DataSetBytes.image("1.1", "1.2", "1.3", "A", new byte[2]))
                .bytes();
    }

    private static DataSet read(byte[] bytes, String transferSyntax, DataSetReader.Keeper keeper) throws Exception {
        return DataSetReader.read(new Trickle(bytes), transferSyntax, keeper);
    }

    /** Gives what it has in pieces of odd sizes, as a network does. */
    private static final class Trickle extends ByteArrayInputStream {
        private int turn;

        Trickle(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1 + turn++ * 7919 % 5000));
        }
    }

    private static final class Remembering implements DataSetReader.Keeper {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<String> placed = new ArrayList<>();
        private String study;
        private String series;
        private int bytesWhenPlaced;

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
        }

        @Override
        public void belongsTo(String studyInstanceUid, String seriesInstanceUid) {
            placed.add(studyInstanceUid);
            assertThat(placed).as("said once").hasSize(1);
            study = studyInstanceUid;
            series = seriesInstanceUid;
            bytesWhenPlaced = bytes.size();
        }
    }
}
