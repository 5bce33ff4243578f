package org.radhub.report.print;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.report.ReportKind;
import org.radhub.report.issued.Issue;
import org.radhub.report.issued.Subject;

/** One report as an HTML page for the press. What people wrote gets into it through {@link Composition} only. */
final class Sheet {
    private static final String NOTHING = "—";
    /** Between what belongs together on a line: an em. */
    private static final String SPACE = "\u2003";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '(UTC'xxx')'", Locale.ROOT);

    private final Composition set;
    private final ZoneId zone;
    private final String css;
    private final Issue report;
    private final List<Issue> addenda;
    private final Subject about;
    private final Issue newest;

    /** @param report the preliminary or final version */
    Sheet(Composition set, ZoneId zone, String css, Issue report, List<Issue> addenda) {
        this.set = set;
        this.zone = zone;
        this.css = css;
        this.report = report;
        this.addenda = addenda;
        this.about = report.subject();
        this.newest = addenda.isEmpty() ? report : addenda.get(addenda.size() - 1);
    }

    /** Well-formed XHTML. */
    String html() {
        // First what is on the page: then it is known which fonts it needs.
        var body = header() + footer() + letterhead() + "<h1>" + Labels.both("title") + "</h1>" + banners() + patient()
                + asked()
                + section("findings", "findings", report.version().content().findings())
                + section("impression", "impression", report.version().content().impression())
                + signature(report, kind())
                + addenda();
        return "<html lang=\"zh-CN\"><head><title>" + set.line(title())
                + "</title><meta name=\"subject\" content=\"" + set.line(title()) + "\"/><style>* { font-family: "
                + set.fontFamilies()
                + "; }\n" + css + "</style></head><body class=\"" + (isPreliminary() ? "preliminary" : "final") + "\">"
                + body
                + "</body></html>";
    }

    /** For the document's properties: no name of a patient. */
    String title() {
        return Labels.en("title") + " " + about.accessionNumber() + ", " + Labels.en("version", number());
    }

    private boolean isPreliminary() {
        return report.version().kind() == ReportKind.PRELIMINARY;
    }

    private String kind() {
        return report.version().kind().name();
    }

    private String shownKind() {
        return newest.version().kind().name();
    }

    private String number() {
        return String.valueOf(newest.version().number());
    }

    private String header() {
        return "<div id=\"header\"><table><tr><td>" + set.line(siteNames()) + "</td><td class=\"kind\">"
                + Labels.plain(isPreliminary() ? "not-final" : "title") + "</td></tr></table></div>";
    }

    private String footer() {
        var who = Stream.of(name().map(PatientName::first).orElse(""), about.patientId(), about.accessionNumber())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" / "));
        return "<div id=\"footer\"><table><tr><td>" + (who.isEmpty() ? "" : set.line(who) + SPACE)
                + Labels.plain("kind-" + shownKind())
                + SPACE
                + Labels.plain("version", number())
                + "</td><td class=\"pages\"><span class=\"page\"></span> / <span class=\"pages-all\"></span></td>"
                + "</tr></table></div>";
    }

    private String letterhead() {
        boolean chinese = !about.siteNameZh().isBlank();
        return "<table class=\"letterhead\"><tr><td><div class=\"hospital\">"
                + set.line(chinese ? about.siteNameZh() : about.siteName()) + "</div>"
                + (chinese ? "<div class=\"hospital-en\">" + set.line(about.siteName()) + "</div>" : "")
                + "</td><td class=\"right\"><div class=\"kind\">" + Labels.zh("kind-" + shownKind()) + "<br/>"
                + Labels.en("kind-" + shownKind()) + "</div><div class=\"small\">" + Labels.plain("version", number())
                + "</div></td></tr></table>";
    }

    private String banners() {
        var out = new StringBuilder();
        if (isPreliminary()) {
            out.append(banner("not-final"));
        }
        if (report.version().content().critical()) {
            out.append(banner("critical"));
        }
        return out.toString();
    }

    private static String banner(String what) {
        return "<div class=\"banner " + what + "\"><div class=\"what\">" + Labels.both(what)
                + "</div><div class=\"note\">" + Labels.both(what + "-note") + "</div></div>";
    }

    private String patient() {
        var names = name().map(name -> "<span class=\"name\">" + set.line(name.first()) + "</span>"
                        + name.others().stream()
                                .map(other -> " <span class=\"other\">" + set.line(other) + "</span>")
                                .collect(Collectors.joining()))
                .orElse(NOTHING);
        var age = Age.at(about.birthDate(), about.studyDate())
                .map(found -> Labels.plain("age-" + found.unit().name(), String.valueOf(found.number())))
                .orElse("");
        var birth = Age.date(about.birthDate()).map(LocalDate::toString).orElse(about.birthDate());
        var issuer = about.issuer().isBlank() ? "" : " <span class=\"other\">(" + set.line(about.issuer()) + ")</span>";
        var readAt = Stream.of(about.readingSiteNameZh(), about.readingSiteName())
                .filter(part -> !part.isBlank())
                .map(set::line)
                .collect(Collectors.joining("<br/>"));
        return "<table class=\"patient\"><tr>"
                + cell("name", names) + cell("sex", sex()) + cell("birth-date", either(birth) + spaced(age))
                + "</tr><tr>"
                + cell("patient-id", either(about.patientId()) + issuer)
                + cell("accession", either(about.accessionNumber())) + cell("study-date", either(studyDate()))
                + "</tr><tr class=\"last\">"
                + "<td colspan=\"2\">" + labelled("examination", either(examination())) + "</td>"
                + cell("read-at", readAt) + "</tr></table>";
    }

    private Optional<PatientName> name() {
        return PatientName.of(about.patientName());
    }

    private String sex() {
        return switch (about.sex().toUpperCase(Locale.ROOT)) {
            case "M", "F", "O" -> Labels.plain("sex-" + about.sex().toUpperCase(Locale.ROOT));
            default -> either(about.sex());
        };
    }

    private String studyDate() {
        return Age.date(about.studyDate()).map(LocalDate::toString).orElse(about.studyDate());
    }

    private String examination() {
        return Stream.of(about.modality(), about.bodyPart(), about.description())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" / "));
    }

    private String asked() {
        return section("clinical-question", "asked", about.clinicalQuestion())
                + section("history", "asked", about.history());
    }

    private String section(String heading, String style, String text) {
        if (text.isBlank() && style.equals("asked")) {
            return "";
        }
        return "<div class=\"" + style + "\"><h2>" + Labels.both(heading) + "</h2><div class=\"text\">"
                + (text.isBlank() ? "<p>" + NOTHING + "</p>" : set.paragraphs(text)) + "</div></div>";
    }

    private String addenda() {
        var out = new StringBuilder();
        for (int i = 0; i < addenda.size(); i++) {
            var addendum = addenda.get(i);
            out.append("<div class=\"addendum\"><h2>")
                    .append(Labels.both("addendum", String.valueOf(i + 1)))
                    .append("</h2><div class=\"text\">")
                    .append(set.paragraphs(addendum.version().content().findings()))
                    .append("</div>")
                    .append(signature(addendum, ReportKind.FINAL.name()))
                    .append("</div>");
        }
        return out.toString();
    }

    private String signature(Issue issue, String kind) {
        var author = issue.subject();
        var who = Stream.of(author.authorNameZh(), author.authorName())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        boolean added = issue.version().kind() == ReportKind.ADDENDUM;
        return "<div class=\"signature\"><table><tr><td><span class=\"label\">"
                + Labels.both(added ? "addendum-by" : "author-" + kind) + "</span><span class=\"who\">"
                + set.line(either(who)) + "</span></td><td class=\"right\"><span class=\"label\">"
                + Labels.both("time-" + kind) + "</span>"
                + TIME.format(issue.version().at().atZone(zone))
                + "</td></tr></table><div class=\"digest\">" + Labels.both("digest")
                + issue.version().sha256()
                + "</div></div>";
    }

    private String siteNames() {
        return Stream.of(about.siteNameZh(), about.siteName())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
    }

    private String cell(String label, String html) {
        return "<td>" + labelled(label, html) + "</td>";
    }

    private static String labelled(String label, String html) {
        return "<div class=\"label\">" + Labels.both(label) + "</div><div class=\"value\">" + html + "</div>";
    }

    private String either(String text) {
        return text.isBlank() ? NOTHING : set.line(text);
    }

    private static String spaced(String text) {
        return text.isEmpty() ? "" : SPACE + text;
    }
}
