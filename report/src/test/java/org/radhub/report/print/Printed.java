package org.radhub.report.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.radhub.report.Content;
import org.radhub.report.ReportKind;
import org.radhub.report.issued.Issue;
import org.radhub.report.issued.Subject;

/** Reports to print, and what is to be read on paper. Each is also kept below {@code target/print} for a person to look at. */
final class Printed {
    static final Typecase TYPECASE = new Typecase("");
    static final Press PRESS = new Press(TYPECASE, ZoneId.of("Asia/Shanghai"));
    static final Instant SIGNED = Instant.parse("2026-11-20T16:30:05.123456Z");
    static final UUID CASE = UUID.fromString("0a0b0c0d-0000-4000-8000-000000000001");
    static final Content CONTENT = new Content(
            "颅脑CT平扫：双侧大脑半球对称，灰白质分界清晰，脑实质内未见异常密度影。\n脑室系统及脑沟、脑裂大小形态正常，中线结构居中。\n\n"
                    + "No intracranial haemorrhage, mass effect or acute infarct. Ventricles ≤ 10 mm; density 35–40 HU.",
            "1. 颅脑CT平扫未见明显异常。\n2. 右侧上颌窦黏膜增厚，建议随访。",
            false);

    private Printed() {}

    static Subject subject(String patientName, String birthDate, String sex) {
        return new Subject(
                "COUNTYA",
                "County A People's Hospital",
                "甲县人民医院",
                "CITY1",
                "City First Hospital",
                "市第一人民医院",
                "Chen Yi",
                "陈怡",
                "1.2.826.0.1.3680043.8.498.4711",
                "A-1001",
                "COUNTYA",
                patientName,
                birthDate,
                sex,
                "ACC-20261120-17",
                "CT",
                "HEAD",
                "颅脑CT平扫 CT head without contrast",
                "20261120",
                "突发头痛2小时，排除出血。\nSudden headache, exclude bleeding.",
                "高血压病史10年。");
    }

    static Subject subject() {
        return subject("Zhang^Wei=张^伟", "19580314", "M");
    }

    static Issue issue(int number, ReportKind kind, Content content, Subject subject) {
        var id = new UUID(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0000L + number);
        var at = SIGNED.plus(Duration.ofHours(number));
        return Issue.of(id, CASE, number, kind, content, "reader1", at, subject);
    }

    static byte[] print(String name, Issue... versions) throws IOException {
        var pdf = PRESS.print(List.of(versions));
        var kept = Path.of("target", "print", name + ".pdf");
        Files.createDirectories(kept.getParent());
        Files.write(kept, pdf);
        return pdf;
    }

    static byte[] print(String name, Content content) throws IOException {
        return print(name, issue(1, ReportKind.FINAL, content, subject()));
    }

    static String text(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    /** The text without any white space, which layout puts where it likes. */
    static String letters(byte[] pdf) throws IOException {
        return text(pdf).replaceAll("[\\s\\p{Z}]", "");
    }

    static List<String> pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            var pages = new ArrayList<String>();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                var stripper = new PDFTextStripper();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                pages.add(stripper.getText(document));
            }
            return pages;
        }
    }
}
