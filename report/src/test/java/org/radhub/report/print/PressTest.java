package org.radhub.report.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.report.print.Printed.CONTENT;
import static org.radhub.report.print.Printed.issue;
import static org.radhub.report.print.Printed.letters;
import static org.radhub.report.print.Printed.pages;
import static org.radhub.report.print.Printed.print;
import static org.radhub.report.print.Printed.subject;
import static org.radhub.report.print.Printed.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.junit.jupiter.api.Test;
import org.radhub.report.Content;
import org.radhub.report.ReportKind;
import org.radhub.report.issued.Subject;

class PressTest {
    @Test
    void a_final_report_says_who_what_when_and_by_whom() throws IOException {
        var final1 = issue(1, ReportKind.FINAL, CONTENT, subject());
        var pdf = print("final", final1);
        assertThat(letters(pdf))
                .contains("甲县人民医院", "CountyAPeople'sHospital", "市第一人民医院", "CityFirstHospital")
                .contains("张伟", "Zhang,Wei", "男M", "1958-03-1468岁68y", "A-1001", "ACC-20261120-17", "2026-11-20")
                .contains("CT/HEAD/颅脑CT平扫CTheadwithoutcontrast")
                .contains("突发头痛2小时，排除出血。", "高血压病史10年。")
                .contains("双侧大脑半球对称", "Ventricles≤10mm;density35–40HU.", "未见明显异常")
                .contains("影像所见Findings", "诊断意见Impression", "最终报告", "Finalreport", "第1版Version1")
                .contains(
                        "陈怡ChenYi",
                        "2026-11-2101:30:05(UTC+08:00)",
                        final1.version().sha256())
                .doesNotContain("初步", "Preliminary", "危急值");
    }

    @Test
    void a_preliminary_report_says_on_every_page_that_it_is_not_final() throws IOException {
        var findings = IntStream.range(0, 120).mapToObj(i -> "第" + i + "行。").collect(Collectors.joining("\n"));
        var pdf =
                print("preliminary", issue(2, ReportKind.PRELIMINARY, new Content(findings, "考虑出血。", true), subject()));
        assertThat(pages(pdf))
                .hasSizeGreaterThan(1)
                .allSatisfy(page -> assertThat(page).contains("初步报告").contains("reliminary"));
        assertThat(letters(pdf))
                .contains("初步报告，非最终报告", "危急值Criticalresult", "Givenat")
                .doesNotContain("签发医师", "最终报告（");
    }

    @Test
    void addenda_stand_after_the_report_with_their_own_signatures() throws IOException {
        var report = issue(2, ReportKind.FINAL, CONTENT, subject());
        var first = issue(3, ReportKind.ADDENDUM, new Content("与2024年片对比，无变化。", "", false), subject());
        var second = issue(4, ReportKind.ADDENDUM, new Content("Second look: agree.", "", false), subject());
        var pdf = print(
                "addenda",
                issue(1, ReportKind.PRELIMINARY, new Content("old guess", "x", false), subject()),
                report,
                first,
                second);
        assertThat(letters(pdf))
                .containsSubsequence(
                        "未见明显异常",
                        report.version().sha256(),
                        "补充报告1",
                        "无变化",
                        first.version().sha256(),
                        "补充报告2",
                        "Secondlook",
                        second.version().sha256())
                .contains("第4版Version4")
                .doesNotContain("oldguess");
    }

    @Test
    void every_page_says_which_it_is_of_how_many_and_whose() throws IOException {
        var pdf = print("pages", new Content("一行影像所见。\n".repeat(150), "正常。", false));
        var pages = pages(pdf);
        assertThat(pages).hasSizeGreaterThan(2);
        for (int i = 0; i < pages.size(); i++) {
            assertThat(pages.get(i)).contains((i + 1) + " / " + pages.size()).contains("张伟 / A-1001 / ACC-20261120-17");
        }
    }

    @Test
    void rare_characters_of_names_are_printed() throws IOException {
        var rare = "𠮷䶮㐀龦𬎆𪚥𫝀𫠠𬺰鿦〇";
        var pdf = print(
                "rare",
                issue(
                        1,
                        ReportKind.FINAL,
                        new Content("姓名核对：" + rare, "“" + rare + "”", false),
                        subject("Yang^Mo=𠮷^䶮", "", "F")));
        assertThat(letters(pdf))
                .contains("𠮷䶮", "姓名核对：" + rare, "“" + rare + "”")
                .doesNotContain("[U+");
    }

    @Test
    void letters_and_signs_of_other_scripts_are_printed() throws IOException {
        var signs = "Ångström Łódź Đặng ≥≤±×÷°²³µ½→↑↓•…–—‰ Ωαβγ Привет ①②③ ㎜㎝ ℃ ✓ ⅢⅣ ｆｕｌｌ ひらがな カタカナ ﹏";
        assertThat(letters(print("signs", new Content(signs, signs, false))))
                .contains(signs.replace(" ", ""))
                .doesNotContain("[U+");
    }

    @Test
    void a_character_that_no_font_has_is_shown_by_its_number() throws IOException {
        var pdf = print("unknown", new Content("before\uD83E\uDEE0after \uE000", "ok", false));
        assertThat(letters(pdf)).contains("before[U+1FAE0]after[U+E000]");
    }

    @Test
    void every_font_is_embedded_and_no_character_is_printed_as_missing() throws IOException {
        var everything = new StringBuilder();
        for (int c = 0x20; c < 0x32000; c += c < 0x3000 ? 1 : 131) {
            if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
                everything.appendCodePoint(c).append(c % 40 == 0 ? "\n" : "");
            }
        }
        var pdf = print("everything", new Content(everything.toString(), "好", true));
        try (var document = Loader.loadPDF(pdf)) {
            var problems = new ArrayList<String>();
            var glyphs = new PDFTextStripper() {
                @Override
                protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement) throws IOException {
                    if (!font.isEmbedded()) {
                        problems.add(font.getName() + " is not embedded");
                    }
                    if (!(font instanceof PDType0Font type0) || type0.codeToGID(code) == 0) {
                        problems.add(font.getName() + " has no glyph for " + code);
                    }
                    super.showGlyph(matrix, font, code, displacement);
                }
            };
            glyphs.getText(document);
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void every_chinese_character_and_its_lookalikes_are_read_back_as_themselves() throws IOException {
        var all = new TreeSet<Integer>();
        IntStream.rangeClosed(0x3400, 0x4DB5).forEach(all::add);
        IntStream.rangeClosed(0x4E00, 0x9FA5).forEach(all::add);
        IntStream.iterate(0x20000, c -> c <= 0x2A6D6, c -> c + 61).forEach(all::add);
        "•·・‧Ω\u2126µμÅ\u212B-‐".codePoints().forEach(all::add);
        var text = all.stream().map(Character::toString).collect(Collectors.joining());
        var read = text(print("every-character", new Content(text, "好", false)))
                .codePoints()
                .boxed()
                .collect(Collectors.toSet());
        assertThat(all)
                .allSatisfy(c -> assertThat(read).as(Character.toString(c)).contains(c));
    }

    @Test
    void hostile_text_is_text() throws IOException {
        var hostile =
                "<script>alert(1)</script><img src=\"file:///etc/passwd\"/>&lt;&amp;&#65; ]]><!-- --> <!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>&a; {{1}} url(http://127.0.0.1/)";
        var subject = subject("<b>^=\"'&lt;", "<i>", "</td>");
        var pdf = print(
                "hostile",
                issue(
                        1,
                        ReportKind.FINAL,
                        new Content("a\u0000b\r\nc\u202Ed\u0007" + hostile, hostile, false),
                        subject));
        assertThat(letters(pdf))
                .contains("ab", "cd" + hostile.replaceAll("\\s", ""))
                .doesNotContain("root:");
    }

    @Test
    void a_text_of_the_greatest_length_is_printed_to_its_last_character() throws IOException {
        var one = "这是一段没有换行的很长的影像所见，";
        var pdf = print("long", new Content(one.repeat(64_000 / one.length()) + "末", "x".repeat(16_000), false));
        assertThat(letters(pdf)).contains(one + "末").contains("x".repeat(10));
        assertThat(pages(pdf)).hasSizeGreaterThan(20);
    }

    @Test
    void thousands_of_lines_are_printed() throws IOException {
        var lines = IntStream.range(0, 8_000).mapToObj(i -> "L" + i).collect(Collectors.joining("\n"));
        assertThat(letters(print("lines", new Content(lines, "ok", false))))
                .contains("L0L1L2")
                .contains("L7999");
    }

    @Test
    void the_same_versions_give_the_same_bytes() throws IOException {
        var version = issue(1, ReportKind.FINAL, new Content("𠮷 rare ✓", "ok", true), subject());
        assertThat(print("same", version)).isEqualTo(print("same", version));
    }

    @Test
    void a_patient_of_whom_nothing_is_known_is_printed_with_dashes() throws IOException {
        var unknown = new Subject(
                "COUNTYA",
                "County A",
                "",
                "CITY1",
                "City First",
                "",
                "Chen Yi",
                "",
                "1.2.3",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "");
        assertThat(letters(print("unknown-patient", issue(1, ReportKind.FINAL, CONTENT, unknown))))
                .contains("姓名Name—性别Sex—出生日期Dateofbirth—");
    }
}
