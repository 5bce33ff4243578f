package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.testing.SharedFile;

class TextEncodingTest {
    /** What the manifest says in words, and what the files of other projects hold. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("synthetic/charset/wrong_gbk_as_100.dcm", "王^芳"),
            Map.entry("synthetic/charset/missing_latin1.dcm", "Müller^Jürgen"),
            Map.entry("synthetic/charset/missing_utf8.dcm", "Zhang^Wei=张^伟"),
            Map.entry("synthetic/charset/sjis_as_ir13.dcm", "田中^太郎"),
            Map.entry("synthetic/charset/invalid_utf8.dcm", "Müller^Jürgen"),
            Map.entry("synthetic/charset/term_spelling.dcm", "Zhang^Wei=张^伟"),
            Map.entry("synthetic/charset/term_unknown.dcm", "Zhang=张"),
            Map.entry("synthetic/charset/utf8_multi.dcm", "Zhang^Wei=张^伟"),
            Map.entry("charset/pydicom__chrArab.dcm", "قباني^لنزار"),
            Map.entry("charset/pydicom__chrFren.dcm", "Buc^Jérôme"),
            Map.entry("charset/pydicom__chrGerm.dcm", "Äneas^Rüdiger"),
            Map.entry("charset/pydicom__chrGreek.dcm", "Διονυσιος"),
            Map.entry("charset/pydicom__chrH31.dcm", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
            Map.entry("charset/pydicom__chrJapMulti.dcm", "やまだ^たろう"),
            Map.entry("charset/pydicom__chrKoreanMulti.dcm", "김희중"),
            Map.entry("charset/pydicom__chrX1.dcm", "Wang^XiaoDong=王^小東"),
            Map.entry("charset/pydicom__chrX2.dcm", "Wang^XiaoDong=王^小东"),
            Map.entry("charset/fo-dicom__chrGB2312.dcm", "Zhang^XiaoDong=张^小东"));

    private static final List<String> WARNED = List.of(
            "wrong_gbk_as_100",
            "missing_latin1",
            "missing_utf8",
            "sjis_as_ir13",
            "invalid_utf8",
            "term_spelling",
            "term_unknown",
            "utf8_multi");

    static Stream<SharedFile> files() {
        return Stream.concat(SharedFile.in("charset").stream(), SharedFile.in("synthetic/charset").stream())
                .filter(file -> !file.name().contains("chrSQEncoding")
                        && !file.name().contains("pn_5comp_long")
                        && !file.name().contains("item_own_charset"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_name_comes_out_as_it_was_meant(SharedFile file) throws Exception {
        var header = header(file.content());

        assertThat(header.patientName()).isEqualTo(NAMES.getOrDefault(file.name(), file.truth()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_person_is_told_of_a_wrong_declaration_and_only_of_that(SharedFile file) throws Exception {
        boolean wrong = WARNED.stream().anyMatch(name -> file.name().endsWith("/" + name + ".dcm"));

        assertThat(header(file.content()).warnings()).hasSize(wrong ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "王^芳",
                "王喆",
                "镕基",
                "Li^Na=李^娜",
                "胸部CT平扫",
                "头颅MRI",
                "欧阳^娜娜",
                "X线胸片",
                "左侧乳腺",
                "闫婷婷",
                "窦璐",
                "佟^婷",
                "郗璐",
                "臧鑫",
                "芮晗",
                "邬鑫",
                "娄琪琪",
                "郝婷婷",
                "誠^張"
            })
    void undeclared_gbk_is_recognised(String text) {
        assertThat(undeclared(text.getBytes(Charset.forName("GBK")))).isEqualTo(text);
    }

    @Test
    void undeclared_gb18030_of_four_bytes_is_recognised() {
        assertThat(undeclared("王^芳𠮷".getBytes(Charset.forName("GB18030")))).isEqualTo("王^芳𠮷");
        assertThat(undeclared("𠮷^喆".getBytes(Charset.forName("GB18030")))).isEqualTo("𠮷^喆");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Müller^Jürgen",
                "Ångström",
                "Çelik^Ömer",
                "JOÃO^CONCEIÇÃO",
                "Größe",
                "créée",
                "Noël^Zoë",
                "São^João",
                "Straße",
                "PEÑA",
                "Dvořák",
                "José",
                "Renée^Zoé",
                "Müller^José",
                "Échographie thoracique^José"
            })
    void undeclared_latin_names_are_not_taken_for_chinese(String text) {
        var latin = text.replace('ř', 'r');
        assertThat(undeclared(latin.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(latin);
    }

    @ParameterizedTest
    @CsvSource({"ISO_IR 100,王芳", "'',张伟", "GB18030,张伟", "ISO_IR 144,张伟", "ISO 2022 IR 100,李娜", "\\ISO 2022 IR 58,赵敏"})
    void utf8_is_recognised_whatever_was_declared(String declared, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var encoding = TextEncoding.of(declared.getBytes(StandardCharsets.US_ASCII), List.of(bytes));

        assertThat(encoding.decode(bytes)).isEqualTo(text);
        assertThat(encoding.warning()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Иванова^Мария", "Παπαδόπουλος", "Müller^Jürgen", "Yılmaz^Gökçe", "قباني^لنزار", "Ærøskøbing"})
    void undeclared_utf8_of_other_scripts_is_not_taken_for_chinese(String text) {
        assertThat(undeclared(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @Test
    void gbk_bytes_that_happen_to_be_utf8_stay_gbk_where_they_are_declared() {
        var bytes = "模".getBytes(Charset.forName("GBK"));
        var encoding = TextEncoding.of("GB18030".getBytes(StandardCharsets.US_ASCII), List.of(bytes));

        assertThat(encoding.decode(bytes)).isEqualTo("模");
        assertThat(encoding.warning()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ISO_IR 192,José",
        "ISO_IR 192,Müller^José",
        "GB18030,José",
        "GB18030,Müller^José",
        "GBK,Renée^Zoé",
        "ISO_IR 13,José"
    })
    void an_accent_at_the_end_is_no_character_that_was_cut_off(String declared, String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        var encoding = TextEncoding.of(declared.getBytes(StandardCharsets.US_ASCII), List.of(bytes));

        assertThat(encoding.decode(bytes)).isEqualTo(text);
        assertThat(encoding.warning()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO_IR 100", "ISO-IR 100", "iso ir 100", "ISO_IR100", "latin1"})
    void latin1_is_understood_in_every_spelling(String declared) {
        var bytes = "Jürgen".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(TextEncoding.of(declared.getBytes(StandardCharsets.US_ASCII), List.of(bytes))
                        .decode(bytes))
                .isEqualTo("Jürgen");
    }

    private static String undeclared(byte[] bytes) {
        var encoding = TextEncoding.of(new byte[0], List.of(bytes));
        assertThat(encoding.warning()).isPresent();
        return encoding.decode(bytes);
    }

    private static Header header(SharedFile.Content content) throws Exception {
        return DataSetReader.read(
                        new ByteArrayInputStream(content.dataSet()), content.transferSyntaxUid(), new Forgetting())
                .header();
    }
}
