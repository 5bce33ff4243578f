package org.radhub.app.api;

import java.io.IOException;
import java.security.Principal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.radhub.app.people.Viewer;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.report.Content;
import org.radhub.report.Deliveries;
import org.radhub.report.Draft;
import org.radhub.report.ReportVersion;
import org.radhub.report.Reports;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Writing, signing, reading and acknowledging reports. */
@RestController
@RequestMapping("/api")
class ReportController {
    private static final int LONGEST_FINDINGS = 64_000;
    private static final int LONGEST_IMPRESSION = 16_000;

    private final Viewer viewer;
    private final Reports reports;
    private final Deliveries deliveries;
    private final CaseView view;

    ReportController(Viewer viewer, Reports reports, Deliveries deliveries, CaseView view) {
        this.viewer = viewer;
        this.reports = reports;
        this.deliveries = deliveries;
        this.view = view;
    }

    record DraftBody(String findings, String impression, boolean critical) {}

    record DraftJson(
            String findings,
            String impression,
            boolean critical,
            long revision,
            String author,
            OffsetDateTime savedAt) {}

    record Signature(String password) {}

    record Addendum(String text, String password) {}

    record VersionJson(
            String id,
            String caseId,
            int number,
            String kind,
            String findings,
            String impression,
            boolean critical,
            String author,
            OffsetDateTime at,
            String sha256) {}

    @GetMapping("/cases/{id}/draft")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    ResponseEntity<DraftJson> draft(Principal who, @PathVariable UUID id) {
        viewer.look(who, id, AuditAction.REPORT_READ);
        return tagged(reports.draft(id));
    }

    @PutMapping("/cases/{id}/draft")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    ResponseEntity<DraftJson> save(
            Principal who,
            @PathVariable UUID id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) String ifMatch,
            @RequestBody DraftBody body) {
        viewer.within(who, id);
        var content = new Content(
                Input.text("findings", body.findings(), LONGEST_FINDINGS),
                Input.text("impression", body.impression(), LONGEST_IMPRESSION),
                body.critical());
        return tagged(reports.save(id, who.getName(), content, revision(ifMatch)));
    }

    @PostMapping("/cases/{id}/preliminary")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    VersionJson preliminary(Principal who, @PathVariable UUID id) {
        viewer.look(who, id, AuditAction.PATIENT_RECORD_VIEWED);
        return shown(reports.preliminary(id, who.getName()));
    }

    @PostMapping("/cases/{id}/sign")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    VersionJson sign(Principal who, @PathVariable UUID id, @RequestBody Signature body) {
        viewer.look(who, id, AuditAction.PATIENT_RECORD_VIEWED);
        return shown(reports.sign(id, who.getName(), Input.required("password", body.password(), 200)));
    }

    @PostMapping("/cases/{id}/addendum")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    VersionJson addendum(Principal who, @PathVariable UUID id, @RequestBody Addendum body) {
        viewer.look(who, id, AuditAction.PATIENT_RECORD_VIEWED);
        return shown(reports.addendum(
                id,
                who.getName(),
                Input.required("text", body.text(), LONGEST_FINDINGS),
                Input.required("password", body.password(), 200)));
    }

    @GetMapping("/cases/{id}/report")
    VersionJson report(Principal who, @PathVariable UUID id) {
        viewer.look(who, id, AuditAction.REPORT_READ);
        return shown(reports.current(id).orElseThrow(ReportController::noReport));
    }

    @GetMapping("/cases/{id}/report/versions")
    List<VersionJson> versions(Principal who, @PathVariable UUID id) {
        viewer.look(who, id, AuditAction.REPORT_READ);
        return reports.versions(id).stream().map(this::shown).toList();
    }

    @GetMapping("/cases/{id}/report.pdf")
    ResponseEntity<byte[]> pdf(Principal who, @PathVariable UUID id) throws IOException {
        viewer.look(who, id, AuditAction.REPORT_READ);
        reports.current(id).orElseThrow(ReportController::noReport);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"report-" + id + ".pdf\"")
                .body(reports.pdf(id));
    }

    @PostMapping("/deliveries/{id}/acknowledge")
    @PreAuthorize("hasRole('DOCTOR')")
    CaseJson.DeliveryJson acknowledge(Principal who, @PathVariable UUID id) {
        return view.delivery(deliveries.acknowledge(id, viewer.person(who)));
    }

    private static Refused noReport() {
        return new Refused(Refused.Kind.NOT_FOUND, Phrase.of("app.report.none"));
    }

    // An entity tag is the revision in quotes; a weak one or "*" asks for nothing that we could check.
    private static OptionalLong revision(String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank() || ifMatch.strip().equals("*")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    Long.parseLong(ifMatch.strip().replace("W/", "").replace("\"", "")));
        } catch (NumberFormatException e) {
            throw new Refused(Refused.Kind.CONFLICT, Phrase.of("app.draft.tag", ifMatch));
        }
    }

    private ResponseEntity<DraftJson> tagged(Draft draft) {
        return ResponseEntity.ok()
                .eTag("\"" + draft.revision() + "\"")
                .body(new DraftJson(
                        draft.findings(),
                        draft.impression(),
                        draft.critical(),
                        draft.revision(),
                        draft.author(),
                        view.time(draft.savedAt())));
    }

    private VersionJson shown(ReportVersion version) {
        return new VersionJson(
                version.id().toString(),
                version.caseId().toString(),
                version.number(),
                CaseView.word(version.kind()),
                version.content().findings(),
                version.content().impression(),
                version.content().critical(),
                version.author(),
                view.time(version.at()),
                version.sha256());
    }
}
