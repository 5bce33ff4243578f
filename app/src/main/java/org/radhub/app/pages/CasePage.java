package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.radhub.app.people.Viewer;
import org.radhub.audit.AuditAction;
import org.radhub.report.Reports;
import org.radhub.viewer.ViewerLinks;
import org.radhub.workflow.CaseState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** One case, for whoever may see it. */
@Controller
class CasePage {
    private final Viewer viewer;
    private final CaseSheets sheets;
    private final CaseLines lines;
    private final Reports reports;
    private final ViewerLinks links;

    CasePage(Viewer viewer, CaseSheets sheets, CaseLines lines, Reports reports, ViewerLinks links) {
        this.viewer = viewer;
        this.sheets = sheets;
        this.lines = lines;
        this.reports = reports;
        this.links = links;
    }

    @GetMapping("/cases/{id}")
    String show(Principal who, @PathVariable UUID id, Locale locale, Model model) {
        var found = viewer.look(who, id, AuditAction.PATIENT_RECORD_VIEWED);
        if (reports.current(id).isPresent()) {
            viewer.look(who, id, AuditAction.REPORT_READ);
        }
        model.addAttribute("sheet", sheets.of(found, viewer.person(who), locale));
        return "case";
    }

    /** How the case stands, for a page that is open; nothing in it identifies the patient. */
    @GetMapping("/cases/{id}/now")
    String now(
            Principal who,
            @PathVariable UUID id,
            @RequestParam CaseState seen,
            @RequestParam(defaultValue = "false") boolean writing,
            Locale locale,
            Model model) {
        var found = viewer.within(who, id);
        model.addAttribute("line", lines.of(found, locale));
        model.addAttribute("lost", writing && !found.reader().equals(Optional.of(who.getName())));
        model.addAttribute("moved", found.state() != seen);
        model.addAttribute("writing", writing);
        return "case-banner :: now";
    }

    @GetMapping("/cases/{id}/viewer")
    ResponseEntity<Void> images(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        var study = viewer.look(who, id, AuditAction.STUDY_ACCESSED).study();
        var base = ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
        var link = links.open(viewer.person(who), study, base);
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(link.viewer()))
                .build();
    }
}
