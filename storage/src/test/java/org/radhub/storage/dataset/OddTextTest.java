package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radhub.registry.Phrase;
import org.radhub.storage.Attributes;
import org.radhub.storage.testing.DataSetBytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One text that is not in the character set of the others, or that was cut off in the middle of a character. */
class OddTextTest {
    private static final Charset GBK = Charset.forName("GB18030");
    private static final int STUDY_DESCRIPTION = 0x00081030;
    private static final int PATIENT_NAME = 0x00100010;
    private static final int PRIVATE = 0x00091001;

    /** More than a device has room for in a text of 64 bytes. */
    private static final String LONG = "XCT胸部平扫加增强腹部平扫加增强头颅平扫加增强颈椎平扫加增强腰椎平扫加增强";

    @ParameterizedTest
    @CsvSource({
        "ISO_IR 192, UTF-8",
        "GB18030, GB18030",
        "GBK, GB18030",
        "'', UTF-8",
        "'', GB18030",
        "ISO_IR 100, UTF-8",
        "ISO_IR 100, GB18030",
        "GB18030, UTF-8",
        "ISO_IR 192, GB18030",
        "ISO_IR 144, UTF-8",
        "ISO_IR 13, GB18030"
    })
    void a_description_that_is_cut_off_in_a_character_spoils_no_other_text(String declared, Charset charset)
            throws Exception {
        for (int length = 16; length <= 64; length++) {
            var description = Arrays.copyOf(LONG.getBytes(charset), length);
            var dataSet = dataSet(declared)
                    .value(STUDY_DESCRIPTION, "LO", padded(description))
                    .value(PATIENT_NAME, "PN", padded("张^伟".getBytes(charset)));

            requireNameInIndexAndJson(dataSet, "张^伟");
            var header = header(dataSet);
            assertThat(header.studyDescription()).startsWith("XCT胸部平扫");
            assertThat(LONG).startsWith(header.studyDescription().replace("\ufffd", ""));
            assertThat(header.warnings()).hasSize(fits(description, declared, charset) ? 0 : 1);
        }
    }

    private static boolean fits(byte[] description, String declared, Charset charset) {
        boolean asDeclared = declared.equals("ISO_IR 192")
                ? charset.equals(StandardCharsets.UTF_8)
                : declared.startsWith("GB") && charset.equals(GBK);
        return asDeclared && !new String(description, charset).endsWith("\ufffd");
    }

    @ParameterizedTest
    @CsvSource({"ISO_IR 192, UTF-8", "GB18030, GB18030", "'', UTF-8", "'', GB18030", "ISO_IR 100, GB18030"})
    void a_description_in_another_character_set_is_read_by_itself(String declared, Charset charset) throws Exception {
        var dataSet = dataSet(declared)
                .value(STUDY_DESCRIPTION, "LO", padded("Schädel à gauche".getBytes(StandardCharsets.ISO_8859_1)))
                .value(PATIENT_NAME, "PN", padded("张^伟".getBytes(charset)));

        requireNameInIndexAndJson(dataSet, "张^伟");
        assertThat(header(dataSet).studyDescription()).isEqualTo("Schädel à gauche");
        assertThat(header(dataSet).warnings()).hasSize(1);
    }

    @Test
    void a_latin_name_with_an_accent_at_its_end_is_not_taken_for_chinese_that_was_cut_off() throws Exception {
        var dataSet = dataSet("GB18030")
                .value(STUDY_DESCRIPTION, "LO", padded("ÇÃO".getBytes(StandardCharsets.ISO_8859_1)))
                .value(0x0008103e, "LO", padded("5µm ±²".getBytes(StandardCharsets.ISO_8859_1)))
                .value(PATIENT_NAME, "PN", padded("André^Zoé".getBytes(StandardCharsets.ISO_8859_1)));

        requireNameInIndexAndJson(dataSet, "André^Zoé");
    }

    @Test
    void a_person_is_told_that_a_single_text_is_not_as_declared() throws Exception {
        var dataSet = dataSet("ISO_IR 192")
                .value(STUDY_DESCRIPTION, "LO", padded("Schädel".getBytes(StandardCharsets.ISO_8859_1)))
                .text(PATIENT_NAME, "PN", "张^伟");

        assertThat(header(dataSet).warnings())
                .containsExactly(Phrase.of("storage.warning.charset.text", "ISO_IR 192", ""));
    }

    @Test
    void a_text_that_is_as_declared_does_not_outweigh_a_name_that_is_not() throws Exception {
        var dataSet = dataSet("ISO_IR 192")
                .text(STUDY_DESCRIPTION, "LO", "胸部平扫")
                .value(PATIENT_NAME, "PN", padded("张^伟".getBytes(GBK)));

        requireNameInIndexAndJson(dataSet, "张^伟");
    }

    @Test
    void of_texts_other_than_the_name_most_decide() throws Exception {
        var dataSet = dataSet("ISO_IR 192")
                .text(STUDY_DESCRIPTION, "LO", "胸部平扫")
                .text(0x0008103e, "LO", "肺窗")
                .value(0x00200010, "SH", new byte[] {'n', (byte) 0xb0, ' ', '7'});

        assertThat(header(dataSet).studyDescription()).isEqualTo("胸部平扫");
        assertThat(header(dataSet).seriesDescription()).isEqualTo("肺窗");
    }

    @Test
    void an_arabic_name_stays_as_declared_beside_a_byte_that_is_no_letter() throws Exception {
        var dataSet = dataSet("ISO_IR 127")
                .value(STUDY_DESCRIPTION, "LO", new byte[] {'5', (byte) 0xb5, 'm', ' '})
                .value(PATIENT_NAME, "PN", padded("قباني^لنزار".getBytes(Charset.forName("ISO-8859-6"))));

        requireNameInIndexAndJson(dataSet, "قباني^لنزار");
        assertThat(header(dataSet).studyDescription()).isEqualTo("5µm");
        assertThat(header(dataSet).warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"ISO_IR 192, UTF-8", "GB18030, GB18030", "'', UTF-8", "'', GB18030", "ISO_IR 100, ISO-8859-1"})
    void private_texts_of_any_content_and_number_change_no_name(String declared, Charset charset) throws Exception {
        var name = charset.equals(StandardCharsets.ISO_8859_1) ? "Müller^Jürgen" : "张^伟";
        var dataSet = dataSet(declared).value(PRIVATE, "LO", new byte[] {(byte) 0xe9, 1, (byte) 0xff, 'x'});
        for (int i = 1; i < 10; i++) {
            dataSet.value(PRIVATE + i, "LT", padded(("王芳" + i).getBytes(i % 2 == 0 ? GBK : StandardCharsets.UTF_8)));
        }
        dataSet.value(PATIENT_NAME, "PN", padded(name.getBytes(charset)));

        requireNameInIndexAndJson(dataSet, name);
        assertThat(header(dataSet).warnings()).hasSize(declared.isEmpty() ? 1 : 0);
    }

    @Test
    void a_private_text_changes_no_name_that_is_called_by_escape_sequences() throws Exception {
        var name = "Yamada^Tarou=\033$B;3ED\033(B^\033$BB@O:\033(B";
        var dataSet = dataSet("\\ISO 2022 IR 87")
                .value(PRIVATE, "LO", new byte[] {(byte) 0xe9, 1, (byte) 0xff, 'x'})
                .text(PATIENT_NAME, "PN", name);

        requireNameInIndexAndJson(dataSet, "Yamada^Tarou=山田^太郎");
    }

    private static void requireNameInIndexAndJson(DataSetBytes dataSet, String name) throws Exception {
        assertThat(header(dataSet).patientName()).isEqualTo(name);
        assertThat(Attributes.read(dataSet.bytes(), DataSetBytes.TRANSFER_SYNTAX)
                        .text(PATIENT_NAME))
                .isEqualTo(name);
        var groups = name.split("=");
        assertThat(json(dataSet).at("/00100010/Value/0/Alphabetic").asString()).isEqualTo(groups[0]);
        assertThat(json(dataSet).at("/00100010/Value/0/Ideographic").asString(""))
                .isEqualTo(groups.length > 1 ? groups[1] : "");
    }

    private static JsonNode json(DataSetBytes dataSet) throws Exception {
        var bytes = dataSet.bytes();
        return new JsonMapper()
                .readTree(DicomJson.of(() -> new ByteArrayInputStream(bytes), DataSetBytes.TRANSFER_SYNTAX));
    }

    private static Header header(DataSetBytes dataSet) throws Exception {
        return DataSetReader.read(
                        new ByteArrayInputStream(dataSet.bytes()), DataSetBytes.TRANSFER_SYNTAX, new Forgetting())
                .header();
    }

    private static DataSetBytes dataSet(String declared) {
        return new DataSetBytes()
                .text(0x00080005, "CS", declared)
                .text(0x00080016, "UI", DataSetBytes.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", "1.3")
                .text(0x0020000d, "UI", "1.1")
                .text(0x0020000e, "UI", "1.2");
    }

    private static byte[] padded(byte[] text) {
        var padded = Arrays.copyOf(text, text.length + text.length % 2);
        if (padded.length > text.length) {
            padded[text.length] = ' ';
        }
        return padded;
    }
}
