package org.radhub.report.print;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.GregorianCalendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.radhub.report.ReportKind;
import org.radhub.report.issued.Issue;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Prints issued reports as PDF, A4, all fonts embedded. The same versions give the same bytes. */
@Component
class Press {
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    private final Typecase typecase;
    private final ZoneId zone;
    private final String css;

    Press(Typecase typecase, @Value("${radhub.zone:Asia/Shanghai}") ZoneId zone) {
        XRLog.setLoggerImpl(new LayoutLog());
        this.typecase = typecase;
        this.zone = zone;
        try (var in = Press.class.getResourceAsStream("sheet.css")) {
            this.css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The report as of its last version.
     *
     * @param versions of one case, oldest first, up to the one to print; not empty
     */
    byte[] print(List<Issue> versions) throws IOException {
        var last = versions.get(versions.size() - 1);
        var set = new Composition(typecase);
        var sheet = last.version().kind() == ReportKind.PRELIMINARY
                ? new Sheet(set, zone, css, last, List.of())
                : new Sheet(
                        set, zone, css, only(versions, ReportKind.FINAL).get(0), only(versions, ReportKind.ADDENDUM));
        var html = sheet.html();
        try (var renderer = builder(html, set).buildPdfRenderer()) {
            renderer.layout();
            renderer.createPDFWithoutClosing();
            var document = renderer.getPdfDocument();
            describe(document, sheet.title(), last);
            var out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }

    private PdfRendererBuilder builder(String html, Composition set) {
        var builder = new PdfRendererBuilder()
                .useFastMode()
                .withHtmlContent(html, null)
                // Readable aloud; and no fonts but ours.
                .usePdfUaAccessibility(true)
                // The page refers to nothing, and whatever it were to refer to is not fetched.
                .useUriResolver((base, uri) -> null)
                .withProducer("Radhub");
        builder.useFont(() -> typecase.regular().open(), Typecase.MAIN, REGULAR, FontStyle.NORMAL, true);
        builder.useFont(() -> typecase.bold().open(), Typecase.MAIN, BOLD, FontStyle.NORMAL, true);
        for (var face : set.substitutes()) {
            builder.useFont(face::open, face.family(), REGULAR, FontStyle.NORMAL, true);
        }
        return builder;
    }

    /** Everything that would differ from one run to the next is taken from the version. */
    private static void describe(PDDocument document, String title, Issue last) {
        var info = new PDDocumentInformation();
        info.setTitle(title);
        info.setProducer("Radhub");
        info.setCreationDate(calendar(last.version().at()));
        document.setDocumentInformation(info);
        document.setDocumentId(last.version().id().getMostSignificantBits());
    }

    private static GregorianCalendar calendar(Instant at) {
        return GregorianCalendar.from(at.atZone(ZoneId.of("UTC")));
    }

    private static List<Issue> only(List<Issue> versions, ReportKind kind) {
        return versions.stream().filter(issue -> issue.version().kind() == kind).toList();
    }
}
